import { waitFor } from '@cardmill/testkit';

import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch, untilEnded } from '../harness/submit.ts';

/** All workers are gone for a while: nothing fails meanwhile, and people are told that nobody works. */
export const noWorkers: Scenario = {
  id: 'F2',
  title: 'kill -9 of all workers, which come back later',
  async run(bench) {
    const batch = await startedBatch(bench, 'f2', 60);
    await untilEnded(bench, batch, 10);
    await Promise.all(bench.workers.map((worker) => worker.kill()));
    await waitFor(() => bench.watchings.every(({ watching }) => watching.state().progress?.workers === 0), {
      timeoutMs: 45_000,
      what: 'watchers seeing that no worker is there',
    });
    const { status, counts } = await bench.station().client.batch(batch);
    must(status === 'running' && counts.failed === 0, `${status} with ${counts.failed} failed`);
    await Promise.all(bench.workers.map((worker) => worker.start()));
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
  },
};
