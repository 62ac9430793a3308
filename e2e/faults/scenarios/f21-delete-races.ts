import { batchPrefix } from '@cardmill/contracts/wire';
import { waitFor } from '@cardmill/testkit';

import type { Bench } from '../harness/bench.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf } from '../harness/submit.ts';
import { COLLECTED_MS, untilHit, untilInspected } from '../harness/wait.ts';

const POINTS = ['worker.afterClaim', 'worker.afterRead', 'worker.afterFinalise'] as const;

/** Three batches are deleted with a card in the hand of a worker that stands still, collected, and then it wakes up. */
export const deleteRaces: Scenario = {
  id: 'F21',
  title: 'delete against processing, and a worker that wakes up after it',
  short: true,
  async run(bench) {
    const station = bench.station();
    const deleted: { batch: string; id: string; fault: string }[] = [];
    for (const point of POINTS) {
      const fault = `f21-${point.slice('worker.'.length).toLowerCase()}`;
      const batch = await draftOf(bench, fault, 8);
      await untilInspected(bench, batch);
      const key = point === 'worker.afterFinalise' ? batch : `${fault}-00003.jpg`;
      await bench.faults.arm({ id: fault, point, action: { kind: 'stop' }, key });
      await station.insist(batch, 'start');
      await untilHit(bench, fault);
      const { rows } = await bench.db.query<{ id: string }>(`SELECT id FROM batches WHERE name = $1`, [
        batch,
      ]);
      await station.remove(batch);
      deleted.push({ batch, fault, id: rows[0]?.id ?? '' });
    }
    for (const { id } of deleted) await collected(bench, id);
    for (const { fault } of deleted) bench.service((await untilHit(bench, fault)).process).resume();

    // The workers are whole: they go on with something else.
    const next = await draftOf(bench, 'f21-next', 9);
    await station.insist(next, 'start');
    must((await station.client.ended(next)).status === 'completed', 'nobody works any more');
    for (const { batch, id } of deleted) {
      const { status } = await station.client.request(`/api/v1/batches/${batch}`);
      must(status === 404, `${batch} answers ${status}`);
      await collected(bench, id);
    }
  },
};

/** Neither row nor object is left. */
const collected = (bench: Bench, id: string): Promise<unknown> =>
  waitFor(
    async () => {
      const { rows } = await bench.db.query(`SELECT FROM batches WHERE id = $1`, [id]);
      if (rows.length > 0) return undefined;
      for await (const { key } of bench.store.list(batchPrefix(id))) throw new Error(`${key} is left`);
      return true;
    },
    { timeoutMs: COLLECTED_MS, everyMs: 200, what: `collection of batch ${id}` },
  );
