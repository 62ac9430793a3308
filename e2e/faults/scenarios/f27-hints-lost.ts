import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended, untilEnded } from '../harness/submit.ts';

// The promise is 3 s; a machine that is busy with the tests of others needs some more.
const BOUND_MS = 8_000;

/** The notifiers hear nothing from Redis while a batch runs to its end: watchers know by the poll. */
export const hintsLost: Scenario = {
  id: 'F27',
  title: 'every hint is lost while a batch finishes',
  short: true,
  async run(bench) {
    const batch = await draftOf(bench, 'f27', 45);
    const watchings = bench.watchings.map((each) => each.watching);
    await bench.station().insist(batch, 'start');
    await untilEnded(bench, batch, 10);
    await bench.links.redis.set({ kind: 'blackhole' }, 'notifier');
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    const endedAt = performance.now();
    await Promise.all(watchings.map((watching) => watching.ended(30_000)));
    const ms = Math.round(performance.now() - endedAt);
    must(ms < BOUND_MS, `watchers heard of the end ${ms} ms after it`);
  },
};
