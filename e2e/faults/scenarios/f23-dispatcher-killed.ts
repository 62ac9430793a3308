import type { FailPoint } from '@cardmill/server-kit/fail-points';

import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';
import { untilHit } from '../harness/wait.ts';

const POINTS: readonly FailPoint[] = ['dispatch.afterMark', 'dispatch.afterRing'];

/** An API dies with cards marked as rung for and no bell rung, and with the bell rung and nobody told. */
export const dispatcherKilled: Scenario = {
  id: 'F23',
  title: 'a dispatcher is killed between mark and bell, and after the bell',
  async run(bench) {
    for (const api of bench.apis) api.keepAlive(true);
    for (const point of POINTS) {
      const name = `f23-${point.slice('dispatch.'.length).toLowerCase()}`;
      await bench.faults.arm({ id: name, point, action: { kind: 'exit' }, times: 2 });
      const batch = await startedBatch(bench, name, 40);
      await untilHit(bench, name);
      must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
      await Promise.all(bench.apis.map((api) => api.start()));
    }
  },
};
