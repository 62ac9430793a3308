import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { everyWorkerListens } from '../harness/listening.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch, untilEnded } from '../harness/submit.ts';

/** Redis connections that are dead without a word, slow, paused, and reset again and again. */
export const redisSick: Scenario = {
  id: 'F7',
  title: 'half-open, slow, paused and stuttering connections to Redis',
  async run(bench) {
    const { redis: wires } = bench.links;
    const finish = async (batch: string): Promise<void> => {
      must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
    };

    const halfOpen = await startedBatch(bench, 'f7-half-open', 40);
    await untilEnded(bench, halfOpen, 5);
    for (const wire of wires.all()) wire.blackholeOld();
    await finish(halfOpen);
    // The time-out of a silent socket is 30 s.
    await everyWorkerListens(bench, 90_000);

    await wires.set({ kind: 'slow', ms: 2_000, jitterMs: 200 });
    await finish(await startedBatch(bench, 'f7-slow', 20));
    await wires.heal();

    const paused = await startedBatch(bench, 'f7-paused', 40);
    const client = new Redis(bench.redis.url());
    await client.call('CLIENT', 'PAUSE', '8000', 'ALL');
    client.disconnect();
    await finish(paused);

    const reset = await startedBatch(bench, 'f7-reset', 40);
    for (let i = 0; i < 12; i += 1) {
      for (const wire of wires.all()) wire.resetOld();
      await sleep(500);
    }
    await finish(reset);
    await everyWorkerListens(bench, 60_000);
  },
};
