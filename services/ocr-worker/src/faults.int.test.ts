import { createLogger } from '@cardmill/server-kit';
import { createTcpProxy, waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';
import { startHouse } from './house.suite.ts';
import { spawnWorker, type SpawnedWorker } from './spawned-worker.suite.ts';
import { startWorker } from './worker.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let house: Awaited<ReturnType<typeof startHouse>>;
const left: { close(): unknown }[] = [];

beforeAll(async () => {
  house = await startHouse();
});
afterEach(() => Promise.all(left.splice(0).map(async (each) => await each.close())));
afterAll(() => house.close());

function spawned(env: Record<string, string>): SpawnedWorker {
  const worker = spawnWorker(house.settings(env));
  left.push({ close: () => worker.kill('SIGKILL') });
  return worker;
}
async function inProcess(env: Record<string, string> = {}) {
  const worker = await startWorker(workerConfig.parse(house.settings({ RECOGNISER: 'fake', ...env })), {
    logger,
  });
  left.push(worker);
}

/** Everything there is to see of a batch. */
async function all(name: string, id: string) {
  const batch = await house.db.findBatch(name);
  return { batch, rows: await house.db.readResults(id, { words: true }, 10) };
}

describe('a worker that stands still past its lease', { timeout: 120_000 }, () => {
  it('writes nothing when it goes on: another one has read the card', async () => {
    const { name, id } = await house.batchOf(['a.jpg']);
    // It has read the card and stands still right before it writes; then it writes first and asks later.
    const zombie = spawned({ ARMED: 'worker.afterRead:stops', LEASE_MS: '1000' });
    await waitFor(async () => (await house.db.findBatch(name))?.counts.processing === 1, {
      timeoutMs: 60_000,
    });
    await inProcess();
    await house.ended(name);
    const before = await all(name, id);
    expect(before.batch).toMatchObject({ status: 'completed', progress: { seq: 2 } });
    zombie.kill('SIGCONT');
    await zombie.says('fenced: another attempt');
    expect(await all(name, id)).toEqual(before);
  });
});

describe('a connection to Redis that is dead without a word', { timeout: 120_000 }, () => {
  it('does not hold up the line: the idle worker looks for cards itself', async () => {
    const wire = await createTcpProxy(house.redis.port);
    left.push(wire);
    await inProcess({ REDIS_URL: wire.through(house.redis.url) });
    const first = await house.batchOf(['a.jpg']);
    await house.ended(first.name);
    await wire.set({ kind: 'blackhole' });
    const second = await house.batchOf(['a.jpg', 'b.jpg', 'c.jpg']);
    // Well below the 30 s after which a silent socket is given up.
    expect(await house.ended(second.name, 15_000)).toMatchObject({ counts: { succeeded: 3 } });
  });
});
