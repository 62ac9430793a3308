import { readFile } from 'node:fs/promises';

import { QUEUES } from '@cardmill/contracts/wire';
import { waitFor } from '@cardmill/testkit';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

import type { Bench } from './bench.ts';

const DROPPED = /a job that is none of ours was dropped/g;

/**
 * Waits until every worker answers the doorbell again: jobs of a version from the future are rung until each has
 * dropped one. A worker that lives on its own looking around would not be noticed otherwise.
 */
export async function everyWorkerListens(bench: Bench, timeoutMs: number): Promise<void> {
  const connection = new Redis(bench.redis.url(), { maxRetriesPerRequest: null });
  connection.on('error', () => undefined);
  const queue = new Queue(QUEUES.card.name, { connection, defaultJobOptions: QUEUES.card.options });
  const dropped = (): Promise<number[]> =>
    Promise.all(
      bench.workers.map(async (worker) => [...(await readFile(worker.log, 'utf8')).matchAll(DROPPED)].length),
    );
  try {
    const before = await dropped();
    await waitFor(
      async () => {
        await queue.add('card', { v: 99, somethingNew: true });
        return (await dropped()).every((count, i) => count > (before[i] ?? 0));
      },
      { timeoutMs, everyMs: 250, what: 'every worker answering the bell' },
    );
  } finally {
    await queue.close();
    connection.disconnect();
  }
}
