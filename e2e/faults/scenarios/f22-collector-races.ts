import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';
import { COLLECTED_MS, untilHit } from '../harness/wait.ts';

/** A collector stands still with the objects of a deleted batch before it, while the same bytes come in again. */
export const collectorRaces: Scenario = {
  id: 'F22',
  title: 'the collector stands still while the same files come in again',
  async run(bench) {
    const old = await startedBatch(bench, 'f22', 15);
    must((await ended(bench, old)) === 'completed', 'the batch did not complete');
    await bench.faults.arm({ id: 'f22', point: 'sweep.beforeDelete', action: { kind: 'stop' } });
    await bench.station().remove(old);
    const hit = await untilHit(bench, 'f22', COLLECTED_MS);

    const awake = bench.station(bench.apis.findIndex((api) => api.name !== hit.process));
    const again = await awake.draft('F22 again');
    await awake.deliver(again, await tinyCards('f22', 15));
    bench.service(hit.process).resume();
    await awake.insist(again, 'start');
    must((await ended(bench, again)) === 'completed', 'the same files were not read again');
    // That every object is there, and none too many, is looked at by the invariants.
  },
};
