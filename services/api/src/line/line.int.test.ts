import { QUEUES } from '@cardmill/contracts/wire';
import { freshRedis, waitFor } from '@cardmill/testkit';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';

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
