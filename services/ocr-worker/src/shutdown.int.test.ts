import { createTcpProxy, waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startHouse } from './house.suite.ts';
import { spawnWorker, type SpawnedWorker } from './spawned-worker.suite.ts';
import { STOP_MS } from './worker.ts';

const SIGTERM_EXIT = 128 + 15;
const NEVER_MS = '600000';
let house: Awaited<ReturnType<typeof startHouse>>;
const left: { close(): unknown }[] = [];

beforeAll(async () => {
  house = await startHouse();
});
afterEach(async () => {
  await house.redis.start();
  await Promise.all(left.splice(0).map(async (each) => await each.close()));
});
afterAll(() => house.close());

function spawned(env: Record<string, string>): SpawnedWorker {
  const worker = spawnWorker(house.settings(env));
  left.push({ close: () => worker.kill('SIGKILL') });
  return worker;
}

/** Wires to the database and to Redis, and the settings of a worker that goes by them. */
async function wired() {
  const [database, redis] = await Promise.all([
    createTcpProxy(Number(new URL(house.databaseUrl).port)),
    createTcpProxy(house.redis.port),
  ]);
  left.push(database, redis);
  const env = {
    DATABASE_URL: database.through(house.databaseUrl),
    REDIS_URL: redis.through(house.redis.url),
  };
  return { database, redis, env };
}

async function stopped(worker: SpawnedWorker): Promise<void> {
  const asked = performance.now();
  worker.kill('SIGTERM');
  // Another code would say that a release failed or that the deadline was hit.
  expect(await worker.ended(STOP_MS + 10_000), worker.log()).toBe(SIGTERM_EXIT);
  expect(performance.now() - asked).toBeLessThan(STOP_MS);
}

/** What happens to the servers between the card being in hand and the signal. */
type Trouble = (wires: Awaited<ReturnType<typeof wired>>, worker: SpawnedWorker) => unknown;
/** BullMQ's close hangs only once it has noticed. */
const killRedis: Trouble = async (_, worker) => {
  await house.redis.kill();
  await worker.says('the queue is away');
};

describe('SIGTERM', { timeout: 120_000 }, () => {
  it.each<[string, Trouble]>([
    ['everything there', () => undefined],
    ['Redis killed', killRedis],
    ['Redis behind a dead wire', ({ redis }) => redis.set({ kind: 'blackhole' })],
  ])('hands the card in hand back, with %s: claimable at once, no crash counted', async (_, trouble) => {
    const { name } = await house.batchOf(['a.jpg']);
    const wires = await wired();
    const worker = spawned({ ...wires.env, FAKE_READING_MS: NEVER_MS });
    await waitFor(async () => (await house.db.findBatch(name))?.counts.processing === 1, {
      timeoutMs: 60_000,
    });
    await trouble(wires, worker);
    await stopped(worker);
    const again = await house.db.work.claimTurn('the next one', 1_000, { rung: false });
    expect(again).toMatchObject({ batch: name, attempt: 2, crashCount: 0 });
    await house.db.deleteBatch(name);
  });

  it.each<[string, Trouble]>([
    ['everything there', () => undefined],
    ['Redis killed', killRedis],
    ['Redis behind a dead wire', ({ redis }) => redis.set({ kind: 'blackhole' })],
    ['PostgreSQL gone', ({ database }) => database.close()],
    ['PostgreSQL behind a dead wire', ({ database }) => database.set({ kind: 'blackhole' })],
  ])('ends an idle worker in time, with %s', async (_, trouble) => {
    const wires = await wired();
    const worker = spawned(wires.env);
    await worker.says('ocr-worker started');
    await trouble(wires, worker);
    await stopped(worker);
  });

  it.each<[string, Trouble]>([
    ['gone', ({ database }) => database.close()],
    ['behind a dead wire', ({ database }) => database.set({ kind: 'blackhole' })],
  ])('ends a reading worker in time, with PostgreSQL %s', async (_, trouble) => {
    const { name } = await house.batchOf(['a.jpg']);
    const wires = await wired();
    const worker = spawned({ ...wires.env, FAKE_READING_MS: NEVER_MS });
    await waitFor(async () => (await house.db.findBatch(name))?.counts.processing === 1, {
      timeoutMs: 60_000,
    });
    await trouble(wires, worker);
    await stopped(worker);
    await house.db.deleteBatch(name);
  });

  it('ends at once when it comes a second time', async () => {
    const { name } = await house.batchOf(['a.jpg']);
    const worker = spawned({ ARMED: 'worker.afterClaim:hangs' });
    await waitFor(async () => (await house.db.findBatch(name))?.counts.processing === 1, {
      timeoutMs: 60_000,
    });
    worker.kill('SIGTERM');
    await worker.says('ocr-worker is stopping');
    worker.kill('SIGTERM');
    expect(await worker.ended()).toBe(SIGTERM_EXIT);
    expect(worker.log()).toContain('ocr-worker stops now');
    expect(worker.log()).not.toContain('ocr-worker stopped');
    await house.db.deleteBatch(name);
  });
});
