import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

/** Every process is asked to end while it has work, also with Redis gone: it ends in time and no card pays for it. */
export const rollingRestart: Scenario = {
  id: 'F25',
  title: 'a rolling restart under load, with Redis and without',
  async run(bench) {
    for (const redis of ['here', 'gone']) {
      const batch = await startedBatch(bench, `f25-${redis}`, 150);
      const next = await bench.station(1).draft(`F25 ${redis}`);
      const sending = bench.station(1).deliver(next, await tinyCards(`f25-next-${redis}`, 60));
      if (redis === 'gone') await bench.links.redis.set({ kind: 'refuse' });
      for (const service of bench.services) {
        const { exit, ms } = await service.term();
        must(exit.signal === null, `${service.name} did not end on SIGTERM within ${ms} ms`);
        must(exit.code === 143, `${service.name} ended with ${exit.code}`);
        await service.start();
      }
      await bench.links.redis.heal();
      await sending;
      await bench.station().insist(next, 'start');
      for (const name of [batch, next])
        must((await ended(bench, name)) === 'completed', `${name} did not complete`);
      const { rows } = await bench.db.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM cards c JOIN batches b ON b.id = c.batch_id
         WHERE b.name = ANY ($1) AND c.state <> 'succeeded'`,
        [[batch, next]],
      );
      must(rows[0]?.n === 0, `${rows[0]?.n} cards did not succeed`);
    }
  },
};
