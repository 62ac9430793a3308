import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { Redis } from 'ioredis';

import type { Bench } from '../harness/bench.ts';
import { everyWorkerListens } from '../harness/listening.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch, untilEnded } from '../harness/submit.ts';

const CARDS = 100;

/** Redis forgets everything, dies, comes back empty, comes back with an old half of its file: the cards do not care. */
export const redisLost: Scenario = {
  id: 'F5',
  title: 'Redis is emptied, killed, started without and with its file, and with half of it',
  short: true,
  async run(bench) {
    const { redis } = bench;
    const batch = await startedBatch(bench, 'f5', CARDS);
    await untilEnded(bench, batch, 10);
    await emptied(redis.url());

    await untilEnded(bench, batch, 25);
    await redis.kill();
    redis.appendOnly(false);
    await redis.start();

    await untilEnded(bench, batch, 40);
    await redis.kill();
    redis.appendOnly(true);
    await redis.start();

    await untilEnded(bench, batch, 60);
    await redis.kill();
    await cutFile(bench);
    await redis.start();

    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    await everyWorkerListens(bench, 30_000);
  },
};

async function emptied(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}

/** As a power cut leaves it: the end of the newest file never reached the disk. */
async function cutFile(bench: Bench): Promise<void> {
  const folder = join(bench.redis.dataDir, 'appendonlydir');
  const files = (await readdir(folder)).filter((name) => name.includes('.incr.'));
  const newest = files.toSorted().at(-1);
  must(newest !== undefined, 'Redis has no appended file');
  const { size } = await stat(join(folder, newest));
  await truncate(join(folder, newest), Math.max(0, size - 4_096));
}
