import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '@cardmill/testkit';

import type { Bench } from '../harness/bench.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended, untilEnded } from '../harness/submit.ts';
import { untilCard, untilHit, untilInspected } from '../harness/wait.ts';

const CARDS = 90;
const KILLS = 5;
const VICTIM = 'f1-00005.jpg';
// Lease 2 s, a look around every half second; the rest is for a busy machine. By default it is 45 s.
const BOUND_MS = 20_000;

/** Workers die with a card in hand: once right after reading it, then at random. Nobody repairs anything. */
export const workerKilled: Scenario = {
  id: 'F1',
  title: 'kill -9 of a worker mid-card, and at random',
  short: true,
  async run(bench) {
    const { workers, faults, random } = bench;
    for (const worker of workers) worker.keepAlive(true);
    const batch = await draftOf(bench, 'f1', CARDS);
    await untilInspected(bench, batch);
    await faults.arm({ id: 'f1', point: 'worker.afterRead', action: { kind: 'exit' }, key: VICTIM });
    await bench.station().insist(batch, 'start');
    await untilHit(bench, 'f1');
    const diedAt = performance.now();
    await untilCard(
      bench,
      VICTIM,
      'done again',
      (card) => card.state === 'succeeded' || card.state === 'ready',
    );
    const ms = Math.round(performance.now() - diedAt);
    process.stderr.write(`     done again ${ms} ms after the death\n`);
    must(ms < BOUND_MS, `the card was done again ${ms} ms after its worker died`);

    for (let kill = 1; kill <= KILLS; kill += 1) {
      await untilEnded(bench, batch, kill * 14);
      await sleep(random.between(0, 200));
      const busy = await busyWorker(bench, batch);
      if (busy !== null) await bench.service(busy).kill();
    }
    must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
    must((await faults.hits('f1')).length === 1, 'a worker died twice of one fault');
  },
};

/** A worker that has just taken a card of the batch in hand; null when the batch has ended meanwhile. */
async function busyWorker(bench: Bench, batch: string): Promise<string | null> {
  const { worker } = await waitFor(
    async () => {
      const { rows } = await bench.db.query<{ worker: string | null; status: string }>(
        `SELECT b.status, max(c.worker) FILTER (WHERE c.lease_until > clock_timestamp() + interval '1.7 s') AS worker
         FROM batches b JOIN cards c ON c.batch_id = b.id WHERE b.name = $1 GROUP BY b.status`,
        [batch],
      );
      const [now] = rows;
      if (now?.worker) return { worker: now.worker };
      return now?.status === 'completed' ? { worker: null } : undefined;
    },
    { timeoutMs: 60_000, everyMs: 5, what: 'a worker with a card in hand' },
  );
  return worker;
}
