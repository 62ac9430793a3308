import { setTimeout as sleep } from 'node:timers/promises';

import { tinyCards } from '../harness/cards.ts';
import { everyWorkerListens } from '../harness/listening.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

/** Redis refuses connections for a while: cards are taken in and read all the same, a worker starts, all resume. */
export const redisAway: Scenario = {
  id: 'F6',
  title: 'Redis is away for a second, for ten, and at the start of a worker',
  short: true,
  async run(bench) {
    const station = bench.station();
    for (const [round, outageMs] of (bench.thorough ? [1_000, 10_000, 60_000] : [1_000, 10_000]).entries()) {
      const before = await startedBatch(bench, `f6-before-${round}`, 30);
      await bench.links.redis.set({ kind: 'refuse' });
      const healAt = performance.now() + outageMs;

      // Nobody who sends cards notices, and they are read without a bell.
      const during = await station.draft(`f6-during-${round}`);
      const sent = await station.send(during, await tinyCards(`f6-during-${round}`, 10));
      must(
        sent.every((each) => each.outcome === 'ok'),
        `an upload failed with Redis away: ${JSON.stringify(sent[0])}`,
      );
      await station.insist(during, 'start');
      const [worker] = bench.workers;
      must(worker !== undefined, 'no worker');
      if (outageMs > 1_000) {
        const { exit } = await worker.term();
        must(exit.signal !== 'SIGKILL', 'a worker does not end with Redis away');
        await worker.start();
        must((await ended(bench, during)) === 'completed', `${during} did not complete without Redis`);
      }
      await sleep(Math.max(0, healAt - performance.now()));
      await bench.links.redis.heal();
      await everyWorkerListens(bench, 60_000);
      for (const batch of [before, during])
        must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
    }
  },
};
