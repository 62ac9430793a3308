import { readFile } from 'node:fs/promises';

import { waitFor } from '@cardmill/testkit';

import type { Bench } from '../harness/bench.ts';
import type { Hit } from '../harness/fault-folder.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended } from '../harness/submit.ts';
import { cardNow, untilCard, untilHit, untilInspected } from '../harness/wait.ts';

/** Stands still past its lease with a card in hand, and wakes up when somebody else has done the work, or is at it. */
export const zombie: Scenario = {
  id: 'F3',
  title: 'a worker stands still past its lease and wakes up',
  short: true,
  async run(bench) {
    const { faults } = bench;
    const batch = await draftOf(bench, 'f3', 30);
    await untilInspected(bench, batch);
    await faults.arm(
      { id: 'f3-claim', point: 'worker.afterClaim', action: { kind: 'stop' }, key: 'f3-00005.jpg' },
      { id: 'f3-read', point: 'worker.afterRead', action: { kind: 'stop' }, key: 'f3-00010.jpg' },
    );
    await bench.station().insist(batch, 'start');
    for (const [fault, card] of [
      ['f3-claim', 'f3-00005.jpg'],
      ['f3-read', 'f3-00010.jpg'],
    ] as const) {
      const hit = await untilHit(bench, fault);
      const winner = await untilCard(bench, card, 'read by another', (now) => now.state === 'succeeded');
      await wake(bench, hit);
      const after = await cardNow(bench, card);
      must(after?.state === 'succeeded' && after.attempt === winner.attempt, `${fault}: the zombie wrote`);
    }

    // Once more, and now the second attempt is still under way when the zombie comes back with its reading.
    const last = 'f3-00030.jpg';
    await ended(bench, batch);
    await faults.arm({ id: 'f3-late', point: 'worker.afterRead', action: { kind: 'stop' }, key: last });
    await bench.station().insist(batch, 'restart');
    const hit = await untilHit(bench, 'f3-late');
    const zombies = (await cardNow(bench, last))?.attempt ?? 0;
    await faults.arm({
      id: 'f3-slow',
      point: 'worker.afterRead',
      action: { kind: 'sleep', ms: 1_500 },
      key: last,
    });
    await untilHit(bench, 'f3-slow');
    await wake(bench, hit);
    const done = await untilCard(bench, last, 'read by the second', (now) => now.state === 'succeeded');
    must(done.attempt > zombies, 'the zombie won against the attempt that held the lease');
    await ended(bench, batch);
  },
};

/** Lets it go on, and waits until it has noticed that its card is another's. */
async function wake(bench: Bench, hit: Hit): Promise<void> {
  const service = bench.service(hit.process);
  const before = (await readFile(service.log, 'utf8')).length;
  service.resume();
  await waitFor(async () => /fenced|put down/.test((await readFile(service.log, 'utf8')).slice(before)), {
    timeoutMs: 30_000,
    what: `${hit.process} to notice that it was fenced`,
  });
}
