import { readFile } from 'node:fs/promises';

import { waitFor } from '@cardmill/testkit';

import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended } from '../harness/submit.ts';
import { startSwarm } from '../harness/swarm.ts';

const CARDS = 1_000;
const MB = 2 ** 20;

/** One watcher of many takes nothing in any more: the others notice nothing, the notifier stays small, it comes back. */
export const frozenWatcher: Scenario = {
  id: 'F14',
  title: 'a watcher that takes nothing in',
  async run(bench) {
    const batch = await draftOf(bench, 'f14', CARDS);
    const frozen = startSwarm(bench, 1, batch, 2);
    const others = startSwarm(bench, 2, batch, 40);
    try {
      await waitFor(
        async () => (await frozen.says()).connected === 2 && (await others.says()).connected === 40,
        {
          timeoutMs: 30_000,
          what: 'all sockets',
        },
      );
      frozen.halt();
      const before = await Promise.all(bench.notifiers.map((notifier) => residentBytes(notifier.pid())));
      await bench.station().insist(batch, 'start');
      must((await ended(bench, batch, 300_000)) === 'completed', 'the batch did not complete');
      const { seq } = (await bench.station().client.batch(batch)).progress;
      const told = (says: { seq: number; outcomes: number }): boolean =>
        says.seq === seq && says.outcomes === CARDS;
      await waitFor(async () => told(await others.says()), {
        timeoutMs: 30_000,
        what: 'the others at the end',
      });
      for (const [i, notifier] of bench.notifiers.entries()) {
        const grown = (await residentBytes(notifier.pid())) - (before[i] ?? 0);
        must(grown < 150 * MB, `${notifier.name} grew by ${Math.round(grown / MB)} MB`);
      }
      frozen.resume();
      await waitFor(async () => told(await frozen.says()), {
        timeoutMs: 60_000,
        what: 'the frozen one at the end',
      });
    } finally {
      await Promise.all([frozen.stop(), others.stop()]);
    }
  },
};

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024;
}
