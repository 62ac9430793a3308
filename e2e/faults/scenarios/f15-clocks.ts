import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

const LIBRARY = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';
const STEPS = ['+3600s', '-600s', '+0s', '-30s', '+30s'];

/** Clocks of a worker and an API jump: leases are on the database's clock, durations on one that cannot jump. */
export const clocks: Scenario = {
  id: 'F15',
  title: 'clocks that jump an hour ahead and ten minutes back',
  missing: () =>
    access(LIBRARY).then(
      () => null,
      () => 'libfaketime is not installed: apt-get install faketime',
    ),
  async run(bench) {
    const clock = join(bench.folder, 'clock');
    await writeFile(clock, '+0s');
    const skewed = {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    for (const name of ['ocr-worker-1', 'api-1']) {
      await bench.service(name).term();
      await bench.service(name).start(skewed);
    }
    const batch = await startedBatch(bench, 'f15', 200);
    for (const step of STEPS) {
      await writeFile(clock, step);
      await sleep(1_500);
    }
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    const { counts } = await bench.station().client.batch(batch);
    must(counts.failed === 0, `${counts.failed} cards paid for it`);
  },
};
