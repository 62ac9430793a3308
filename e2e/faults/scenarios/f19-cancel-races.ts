import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '@cardmill/testkit';

import type { Bench } from '../harness/bench.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended, startedBatch } from '../harness/submit.ts';
import { untilHit, untilInspected } from '../harness/wait.ts';

const POINTS = ['worker.afterClaim', 'worker.afterRead', 'worker.afterFinalise'] as const;

/** A cancel meets a card right after it was claimed, read, and finalised, and six batches at any moment. */
export const cancelRaces: Scenario = {
  id: 'F19',
  title: 'cancel against completion, at each fail point and at random',
  short: true,
  async run(bench) {
    const station = bench.station();
    for (const point of POINTS) {
      const name = `f19-${point.slice('worker.'.length).toLowerCase()}`;
      const batch = await draftOf(bench, name, 12);
      await untilInspected(bench, batch);
      await bench.faults.arm({
        id: name,
        point,
        action: { kind: 'sleep', ms: 1_000 },
        key: point === 'worker.afterFinalise' ? batch : `${name}-00004.jpg`,
      });
      await station.insist(batch, 'start');
      await untilHit(bench, name);
      const { changed } = await cancelled(bench, batch);
      await ended(bench, batch);
      const { counts } = await station.client.batch(batch);
      must(counts.cancelled === changed, `${point}: ${changed} said, ${counts.cancelled} there`);
      await station.insist(batch, 'resume');
      must((await ended(bench, batch)) === 'completed', `${point}: not completed after resume`);
    }

    const races = Array.from({ length: 6 }, async (_, i) => {
      const batch = await startedBatch(bench, `f19-race-${i}`, 15);
      await sleep(bench.random.between(0, 700));
      const { changed } = await cancelled(bench, batch);
      const status = await ended(bench, batch);
      const { counts } = await station.client.batch(batch);
      must(counts.cancelled === changed, `${batch}: ${changed} said, ${counts.cancelled} there`);
      must(status === (changed > 0 ? 'cancelled' : 'completed'), `${batch} is ${status} with ${changed}`);
    });
    await Promise.all(races);
  },
};

/** Cancels; a batch that was faster has nothing left to cancel. */
async function cancelled(bench: Bench, batch: string): Promise<{ changed: number }> {
  return waitFor(async () => {
    const reply = await bench.station(1).client.send('POST', `/api/v1/batches/${batch}/cancel`);
    if (reply.status === 409) return { changed: 0 };
    must(reply.status === 202, `cancel: ${reply.status}`);
    return (await reply.json()) as { changed: number };
  });
}
