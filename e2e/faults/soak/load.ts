import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench } from '../harness/bench.ts';
import { tinyCards } from '../harness/cards.ts';
import type { Random } from '../harness/random.ts';

const OPEN_AT_MOST = 6;

/** Stations that go on sending and starting batches, cancelling, resuming and deleting some, until told to stop. */
export function startLoad(bench: Bench, random: Random, stations: number) {
  const stopping = new AbortController();
  let made = 0;

  async function openBatches(): Promise<number> {
    const { rows } = await bench.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM batches WHERE deleted_at IS NULL AND status IN ('queued', 'running')`,
    );
    return rows[0]?.n ?? 0;
  }

  async function oneBatch(station: number): Promise<void> {
    made += 1;
    const name = `soak-${made}`;
    const here = bench.station(station);
    const batch = await here.draft(name, { station: `station ${station}` });
    await here.deliver(batch, await tinyCards(name, random.between(5, 40)), 600_000);
    await here.insist(batch, 'start');
    await sleep(random.between(0, 4_000));
    const fate = random.next();
    if (fate < 0.15) {
      await here.insist(batch, 'cancel');
      await here.insist(batch, 'resume');
    } else if (fate < 0.22) {
      await here.remove(batch);
    }
  }

  async function work(station: number): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if ((await openBatches()) < OPEN_AT_MOST) await oneBatch(station);
      } catch (error) {
        // PostgreSQL is away, or nobody answered for minutes; what was acknowledged is in the history all the same.
        console.log(`     station ${station}: ${String(error).slice(0, 200)}`);
      }
      await sleep(random.between(100, 1_000));
    }
  }

  const working = Promise.all(Array.from({ length: stations }, (_, i) => work(i)));
  return {
    made: () => made,
    async stop(): Promise<void> {
      stopping.abort();
      await working;
    },
  };
}
