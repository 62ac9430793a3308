import { waitFor } from '@cardmill/testkit';

import { must, type Scenario } from '../harness/scenario.ts';
import { ended, draftOf, untilEnded } from '../harness/submit.ts';
import { startSwarm, type SwarmSays } from '../harness/swarm.ts';

const SOCKETS = 1_000;
// Ten seconds on a machine of its own.
const BACK_MS = 45_000;

/** A notifier dies under a thousand watchers while a batch runs; all come back and end with the truth. */
export const thousandWatchers: Scenario = {
  id: 'F13',
  title: 'a notifier is killed under a thousand watchers',
  async run(bench) {
    const [victim] = bench.notifiers;
    must(victim !== undefined, 'no notifier');
    const batch = await draftOf(bench, 'f13', 200);
    const swarms = [1, 2].map((n) => startSwarm(bench, n, batch, SOCKETS / 2));
    const all = async (what: string, condition: (says: SwarmSays) => boolean): Promise<number> => {
      const started = performance.now();
      await waitFor(async () => (await Promise.all(swarms.map((swarm) => swarm.says()))).every(condition), {
        timeoutMs: BACK_MS,
        everyMs: 100,
        what,
      });
      return Math.round(performance.now() - started);
    };
    try {
      await all('a thousand sockets', (says) => says.connected === SOCKETS / 2);
      const survivors = bench.notifiers.filter((notifier) => notifier !== victim);
      const before = await reads(survivors.map(({ url }) => url));
      await bench.station().insist(batch, 'start');
      await untilEnded(bench, batch, 30);
      await victim.kill();
      await victim.start();
      const ms = await all('all sockets back', (says) => says.connected === SOCKETS / 2);
      must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
      const { seq } = (await bench.station().client.batch(batch)).progress;
      await all('everybody at the end', (says) => says.seq === seq && says.outcomes === 200);
      const asked = (await reads(bench.notifiers.map(({ url }) => url))) - before;
      console.log(
        `     ${SOCKETS} sockets back ${ms} ms after the restart; ${asked} reads for ${seq} numbers`,
      );
      must(asked > 0, 'the notifiers do not count their reads');
      must(asked < SOCKETS, `${asked} reads of one batch for ${SOCKETS} watchers`);
    } finally {
      await Promise.all(swarms.map((swarm) => swarm.stop()));
    }
  },
};

/** How often the notifiers read from the database since they started. */
async function reads(urls: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    urls.map(async (url) => {
      const text = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) })).text();
      return Number(/^cardmill_notifier_reads_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
