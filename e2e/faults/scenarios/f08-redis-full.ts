import { Redis } from 'ioredis';

import { tinyCards } from '../harness/cards.ts';
import { everyWorkerListens } from '../harness/listening.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended } from '../harness/submit.ts';

/** Redis takes no more data: cards are taken in and read, and the bell rings again when there is room. */
export const redisFull: Scenario = {
  id: 'F8',
  title: 'Redis has no memory left',
  async run(bench) {
    const station = bench.station();
    const client = new Redis(bench.redis.url());
    try {
      await client.config('SET', 'maxmemory', '1kb');
      const ready = await fetch(`${bench.apis[0]?.url}/api/v1/health/ready`);
      must(ready.status === 503, 'an API is ready although Redis takes nothing');
      const batch = await station.draft('F8');
      const sent = await station.send(batch, await tinyCards('f8', 20));
      must(
        sent.every((each) => each.outcome === 'ok'),
        'an upload failed',
      );
      await station.insist(batch, 'start');
      must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    } finally {
      await client.config('SET', 'maxmemory', '0');
      client.disconnect();
    }
    await everyWorkerListens(bench, 30_000);
  },
};
