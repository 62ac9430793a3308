import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Bench } from '../harness/bench.ts';
import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { noSmallDisk } from '../harness/small-disk.ts';
import { draftOf, ended } from '../harness/submit.ts';
import { untilInspected } from '../harness/wait.ts';

/** The disk with the objects is full: what was acknowledged is safe, what cannot be is refused, a batch stops and says why. */
export const diskFull: Scenario = {
  id: 'F16',
  title: 'the disk is full',
  bench: { store: 'small', workers: 2 },
  missing: noSmallDisk,
  async run(bench) {
    const station = bench.station();
    const batch = await draftOf(bench, 'f16', 20);
    await untilInspected(bench, batch);
    await fill(bench);
    const files = await tinyCards('f16-late', 3);
    const sent = await station.send(batch, files);
    must(
      sent.every((each) => each.outcome === 'fail'),
      'a card was acknowledged without room',
    );
    // Reading needs no room.
    await free(bench);
    await station.deliver(batch, files);
    await station.insist(batch, 'start');
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');

    // Pictures of cards do.
    await Promise.all(bench.workers.map((worker) => worker.term()));
    const next = await draftOf(bench, 'f16-next', 20);
    await fill(bench);
    await Promise.all(bench.workers.map((worker) => worker.start()));
    await station.insist(next, 'start');
    must((await ended(bench, next)) === 'failed', 'the batch did not stop');
    const { progress } = await station.client.batch(next);
    must(progress.error?.code === 'storage_full', `it stopped with ${progress.error?.code}`);
    await free(bench);
    await station.insist(next, 'resume');
    must((await ended(bench, next)) === 'completed', 'it did not complete after there was room');
  },
};

const junk = (bench: Bench): string => join(bench.objects, 'junk');

async function fill(bench: Bench): Promise<void> {
  const { bavail, bsize } = await statfs(bench.objects);
  await writeFile(junk(bench), Buffer.alloc(bavail * bsize));
}

const free = (bench: Bench): Promise<void> => rm(junk(bench), { force: true });
