import { batchPrefix, originalKey, QUEUES } from '@cardmill/contracts/wire';
import { createLogger } from '@cardmill/server-kit';
import { bulkyFile, freshRedis, waitFor } from '@cardmill/testkit';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';
import { createApiMetrics } from '../metrics.ts';
import { sweeperTasks } from './sweeper.ts';

let api: ApiUnderTest;
let queue: Queue;
let redis: Redis;
beforeAll(async () => {
  api = await apiUnderTest({ DISPATCH_WINDOW: '6' });
  redis = new Redis(api.redisUrl, { maxRetriesPerRequest: null });
  queue = new Queue(QUEUES.card.name, { connection: redis });
});
afterAll(async () => {
  await queue.close();
  redis.disconnect();
  await api.close();
});

async function rungFor(): Promise<string[]> {
  const jobs = await queue.getWaiting();
  return jobs.map((job) => QUEUES.card.payload.parse(job.data).cardId);
}
async function objects(batchId: string): Promise<number> {
  let count = 0;
  for await (const _object of api.store.list(batchPrefix(batchId))) count += 1;
  return count;
}

describe('the dispatcher', () => {
  it('rings for drafts at once, at most the window, stations in turn', async () => {
    const big = await startedBatch(api, 20, { templateId: 'free-text', station: 'Nord' });
    await waitFor(async () => (await rungFor()).length === 6);
    await queue.drain();
    const small = await startedBatch(api, 2, { templateId: 'free-text', station: 'Süd' });
    // The window is full of bells nobody answered; as cards are read room is made, and the small pile is not last.
    for (const id of big.cardIds.slice(0, 6)) await readCard(api, id, { text: 'x' });
    await waitFor(async () => {
      const rung = await rungFor();
      return small.cardIds.every((id) => rung.includes(id));
    });
    expect((await rungFor()).length).toBeLessThanOrEqual(6);
    for (const batch of [big.batch, small.batch]) await api.call('DELETE', `/api/v1/batches/${batch}`);
  });

  it('disturbs nothing while Redis is away: cards stay due for workers that look', async () => {
    const other = await freshRedis();
    const lame = await apiUnderTest({ REDIS_URL: other.url });
    try {
      await waitFor(async () => (await lame.call('GET', '/api/v1/health/ready')).status === 200);
      await other.stop();
      const { cardIds } = await startedBatch(lame, 3);
      const claims = [];
      for (let n = 0; n < 2; n += 1)
        claims.push(await lame.db.work.claimTurn('test', 30_000, { rung: false }));
      expect(claims.map((claim) => claim?.cardId)).toEqual(cardIds.slice(0, 2));
      for (const claim of claims) if (claim !== null) await lame.db.work.release(claim, 0, null);
      await other.start();
      const back = new Redis(other.url, { maxRetriesPerRequest: null });
      const bell = new Queue(QUEUES.card.name, { connection: back });
      await waitFor(async () => (await bell.getWaitingCount()) === 3, { timeoutMs: 15_000 });
      await bell.close();
      back.disconnect();
    } finally {
      await lame.close();
      await other.close();
    }
  });
});

describe('the sweeper', () => {
  const logger = createLogger({ service: 'test', level: 'silent' });
  const tasks = () =>
    sweeperTasks({
      // Every draft is old enough.
      db: {
        ...api.db,
        line: { ...api.db.line, abandonedDrafts: (_days, n) => api.db.line.abandonedDrafts(0, n) },
      },
      store: api.store,
      hints: { send: () => undefined, changed: () => undefined },
      draftDays: 30,
      deadUploadMs: 0,
      metrics: createApiMetrics(),
      logger,
    });

  it('collects uploads that died, with what they stored, and no accepted file', async () => {
    const answer = await api.upload('/api/v1/upload', [
      ['title', 'kept'],
      ['a.jpg', bulkyFile(400)],
    ]);
    const { id } = (await api.db.findBatchKey(answer.json.batch)) ?? { id: '' };
    const dead = await api.db.intendFile(id, 'dead.jpg');
    await api.store.put(originalKey(id, dead.id), Buffer.from('half'), { contentType: 'image/jpeg' });
    await tasks().deadUploads();
    expect(await objects(id)).toBe(1);
    expect(await api.db.line.deadIntents(0, 10)).toEqual([]);
    expect(
      (await api.call('GET', `/batches-static/${answer.json.batch}/a.jpg?variant=original`)).status,
    ).toBe(200);
  });

  it('deletes drafts nobody touched and collects them; a started batch stays', async () => {
    const { batch } = await startedBatch(api, 1);
    const old = await api.upload('/api/v1/upload', [
      ['title', 'old'],
      ['a.jpg', bulkyFile(400)],
    ]);
    const { id } = (await api.db.findBatchKey(old.json.batch)) ?? { id: '' };
    await tasks().abandonedDrafts();
    await tasks().deletedBatches();
    expect(await objects(id)).toBe(0);
    expect(await api.db.line.deletedBatches(10)).toEqual([]);
    expect((await api.call('GET', `/api/v1/batches/${old.json.batch}`)).status).toBe(404);
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).status).toBe(200);
  });

  it('finds counters and rows equal', async () => {
    await tasks().recount();
    expect(await api.db.line.recount()).toEqual([]);
  });
});
