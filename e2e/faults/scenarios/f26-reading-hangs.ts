import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

/** One worker's recogniser never comes back: its cards fail alone, with a code that says so, and can be retried. */
export const readingHangs: Scenario = {
  id: 'F26',
  title: 'a recogniser that hangs',
  async run(bench) {
    const [sick] = bench.workers;
    must(sick !== undefined, 'no worker');
    await sick.term();
    await sick.start({ FAKE_READING_MS: '600000', CARD_DEADLINE_MS: '3000' });
    const batch = await startedBatch(bench, 'f26', 60);
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    const station = bench.station();
    const rows = await station.client.results(batch);
    const failed = rows.filter((row) => row.status === 'failed');
    must(failed.length > 0, 'the sick worker took no card');
    must(
      failed.every((row) => row.error?.code === 'ocr_timeout'),
      `they failed with ${failed[0]?.error?.code}`,
    );
    must(sick.alive(), 'the sick worker died');
    await sick.term();
    await sick.start();
    await station.insist(batch, 'retry');
    must((await ended(bench, batch)) === 'completed', 'the retry did not complete');
    must((await station.client.batch(batch)).counts.failed === 0, 'some failed again');
  },
};
