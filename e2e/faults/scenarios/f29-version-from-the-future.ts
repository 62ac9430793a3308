import { everyWorkerListens } from '../harness/listening.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

/** Jobs of a version that these workers do not know are dropped by every one of them, and stop nothing. */
export const versionFromTheFuture: Scenario = {
  id: 'F29',
  title: 'jobs of a version from the future',
  async run(bench) {
    const batch = await startedBatch(bench, 'f29', 40);
    await everyWorkerListens(bench, 60_000);
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
  },
};
