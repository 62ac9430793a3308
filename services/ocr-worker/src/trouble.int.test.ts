import { createLogger } from '@cardmill/server-kit';
import { waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';
import { createFakeRecogniser, type FakeScript } from './engine/index.ts';
import { startHouse } from './house.suite.ts';
import { type S3Mood, startS3 } from './s3-server.suite.ts';
import { startWorker } from './worker.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let s3: Awaited<ReturnType<typeof startS3>>;
let house: Awaited<ReturnType<typeof startHouse>>;
const left: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  s3 = await startS3();
  house = await startHouse(s3.url);
});
afterEach(async () => {
  s3.be('well');
  await Promise.all(left.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await house.close();
  await s3.close();
});

async function worker(script: FakeScript = () => ({ kind: 'read', lines: ['read'] }), more = {}) {
  const config = workerConfig.parse(house.settings(more));
  const started = await startWorker(config, { logger, recogniser: createFakeRecogniser(script) });
  left.push(started);
  return started;
}
const names = (count: number) => Array.from({ length: count }, (_, i) => `${i + 100}.jpg`);
const waiting = (name: string, cause: string) =>
  waitFor(async () => (await house.db.findBatch(name))?.progress.waiting === cause, {
    what: `waiting: ${cause}`,
    timeoutMs: 60_000,
  });

describe('storage in trouble', { timeout: 120_000 }, () => {
  it.each<[string, S3Mood]>([
    ['answers 500', { status: 500, code: 'InternalError' }],
    ['answers 503', { status: 503, code: 'SlowDown' }],
    ['answers nothing', 'silent'],
    ['answers a byte at a time', 'trickling'],
  ])('that %s: the batch waits and says why, and no card pays for it', async (_, mood) => {
    const { name } = await house.batchOf(names(3));
    s3.be(mood);
    // A quarter of it is the fetch's; the whole must be enough to decode a card on a machine with other business.
    await worker(undefined, { CARD_DEADLINE_MS: '24000' });
    await waiting(name, 'storage_unavailable');
    expect((await house.db.findBatch(name))?.counts).toMatchObject({ failed: 0, succeeded: 0 });
    s3.be('well');
    const batch = await house.ended(name);
    expect(batch).toMatchObject({
      status: 'completed',
      counts: { succeeded: 3 },
      progress: { waiting: null },
    });
  });

  it('that refuses the key: the batch stops and can be resumed', async () => {
    const { name } = await house.batchOf(names(3));
    s3.be({ status: 403, code: 'AccessDenied' });
    await worker();
    expect(await house.ended(name)).toMatchObject({
      status: 'failed',
      counts: { cancelled: 3, failed: 0 },
      progress: { error: { code: 'storage_refused' } },
    });
    s3.be('well');
    expect(await house.db.requeue(name, 'resume', null, null)).toMatchObject({ ok: true, changed: 3 });
    expect(await house.ended(name)).toMatchObject({ status: 'completed', counts: { succeeded: 3 } });
  });

  it('that lost one original and changed another: those two fail, alone', async () => {
    const { name, id, originals } = await house.batchOf(names(3));
    const [lost = '', changed = ''] = originals;
    expect(s3.objects.delete(`/cards/${lost}`)).toBe(true);
    s3.objects.set(`/cards/${changed}`, Buffer.from('other bytes'));
    await worker();
    expect(await house.ended(name)).toMatchObject({ counts: { succeeded: 1, failed: 2 } });
    const rows = await house.db.readResults(id, {}, 10);
    expect(rows.map((row) => row.error?.code ?? row.status)).toEqual([
      'original_missing',
      'original_changed',
      'succeeded',
    ]);
  });
});

describe('an error nobody foresaw', { timeout: 120_000 }, () => {
  it('that comes with every card stops the batch instead of failing all of it', async () => {
    const { name } = await house.batchOf(names(40));
    let broken = true;
    await worker((_image, _options, call) =>
      broken
        ? { kind: 'fail', error: new TypeError(`undefined is no function at card ${call}`) }
        : { kind: 'read', lines: ['read'] },
    );
    expect(await house.ended(name)).toMatchObject({
      status: 'failed',
      counts: { failed: 19, cancelled: 21 },
      progress: { error: { code: 'internal' } },
    });
    broken = false;
    await house.db.requeue(name, 'resume', null, null);
    expect(await house.ended(name)).toMatchObject({ counts: { failed: 19, succeeded: 21 } });
  });

  it('that comes now and then fails those cards, and the others are read', async () => {
    const { name } = await house.batchOf(names(40));
    await worker((_image, _options, call) =>
      call % 4 === 3
        ? { kind: 'read', lines: ['read'] }
        : { kind: 'fail', error: new TypeError('now and then') },
    );
    expect(await house.ended(name)).toMatchObject({ counts: { failed: 30, succeeded: 10 } });
  });

  it('the database’s about a result fails that card, and does not come round again', async () => {
    const { name, id } = await house.batchOf(names(2));
    // Half a character: PostgreSQL keeps no such JSON.
    await worker((_image, _options, call) => ({
      kind: 'read',
      lines: [call === 0 ? 'Komponist: Bach\uD800' : 'Komponist: Bach'],
    }));
    expect(await house.ended(name)).toMatchObject({ counts: { failed: 1, succeeded: 1 } });
    expect((await house.db.readResults(id, {}, 10))[0]).toMatchObject({ error: { code: 'ocr_failed' } });
  });
});

describe('a card that ends workers', () => {
  it('is read again after one and two deaths, and ends `worker_crash` after three', async () => {
    for (const deaths of [0, 1, 2, 3]) {
      const { name, id } = await house.batchOf(['poison.jpg', 'other.jpg']);
      const first = deaths > 0 ? await house.db.work.claimTurn('dead', 20, { rung: false }) : null;
      for (let death = 1; death < deaths; death += 1) {
        // Claimed for a moment and never heard of again.
        const next = await waitFor(() => house.db.work.claim(first?.cardId ?? '', 'dead', 20));
        expect(next).toMatchObject({ filename: 'poison.jpg', crashCount: death });
      }
      const { close } = await worker();
      expect(await house.ended(name)).toMatchObject({
        counts: deaths < 3 ? { succeeded: 2, failed: 0 } : { succeeded: 1, failed: 1 },
      });
      const [poison] = await house.db.readResults(id, {}, 10);
      expect(poison?.error?.code ?? poison?.status).toBe(deaths < 3 ? 'succeeded' : 'worker_crash');
      await close();
    }
  });
});
