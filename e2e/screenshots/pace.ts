import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '@cardmill/testkit';

import type { RunningCardmill } from '../support/cardmill.ts';
import type { Client } from '../support/client.ts';
import { descendants } from '../support/processes.ts';

/** Well within a lease: nobody takes the workers for dead. */
const REST_MS = 4_000;

/**
 * Keeps a batch running while its pictures are taken, on the fastest machine and on the slowest: its workers read a card,
 * as they always do, and rest before the next.
 */
export async function readSlowly(
  cardmill: RunningCardmill,
  client: Client,
  batch: string,
  work: () => Promise<void>,
): Promise<void> {
  const workers = await descendants(cardmill.pid, 'ocr-worker/dist');
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const pid of workers) process.kill(pid, name);
  };
  const ended = new AbortController();
  const over = (): boolean => ended.signal.aborted;
  const read = async (): Promise<number> => {
    const { counts } = await client.batch(batch);
    return counts.succeeded + counts.failed;
  };
  const pace = async (): Promise<void> => {
    while (!over()) {
      const before = await read();
      signal('SIGCONT');
      await waitFor(async () => over() || (await read()) > before, {
        timeoutMs: 120_000,
        what: 'one more card',
      });
      signal('SIGSTOP');
      await sleep(REST_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const pacing = pace();
  try {
    await work();
  } finally {
    ended.abort();
    await pacing.finally(() => signal('SIGCONT'));
  }
}
