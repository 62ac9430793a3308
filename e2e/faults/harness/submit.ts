import { isTerminal } from '@cardmill/contracts';
import { waitFor } from '@cardmill/testkit';

import type { Bench } from './bench.ts';
import { tinyCards } from './cards.ts';

/** A draft with so many tiny cards, all acknowledged, and a browser on each notifier. */
export async function draftOf(bench: Bench, prefix: string, count: number): Promise<string> {
  const station = bench.station();
  const batch = await station.draft(prefix, { station: prefix });
  await station.deliver(batch, await tinyCards(prefix, count), 120_000 + count * 300);
  await bench.watch(batch);
  return batch;
}

/** The same, started. */
export async function startedBatch(bench: Bench, prefix: string, count: number): Promise<string> {
  const batch = await draftOf(bench, prefix, count);
  await bench.station().insist(batch, 'start');
  return batch;
}

/** How many cards of a batch ended so far, asked of the database. */
export async function endedCards(bench: Bench, batch: string): Promise<number> {
  const { rows } = await bench.db.query<{ n: number }>(
    `SELECT n_succeeded + n_failed + n_cancelled AS n FROM batches WHERE name = $1`,
    [batch],
  );
  return rows[0]?.n ?? 0;
}

export const untilEnded = (bench: Bench, batch: string, count: number): Promise<unknown> =>
  waitFor(async () => (await endedCards(bench, batch)) >= count, {
    timeoutMs: 90_000,
    everyMs: 50,
    what: `${count} ended cards of ${batch}`,
  });

/** Waits until the batch is terminal, asked of the database. Gives its status. */
export async function ended(bench: Bench, batch: string, timeoutMs = 120_000): Promise<string> {
  return waitFor(
    async () => {
      const { rows } = await bench.db.query<{ status: 'draft' | 'queued' | 'running' | 'completed' }>(
        `SELECT status FROM batches WHERE name = $1`,
        [batch],
      );
      const status = rows[0]?.status;
      return status !== undefined && isTerminal(status) ? status : undefined;
    },
    { timeoutMs, everyMs: 100, what: `the end of ${batch}` },
  );
}
