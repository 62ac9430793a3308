import { createDatabase, type Database } from '@cardmill/db';
import { freshDatabase } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { claimOf, claimOne, draftWith, READING } from './line.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  db = createDatabase(database.url, { poolSize: 8 });
});
afterAll(async () => {
  await db.close();
  await database.close();
});

const batchOf = async (name: string) => {
  const batch = await db.findBatch(name);
  if (batch === null) throw new Error(`no batch ${name}`);
  return batch;
};

describe('finalising', () => {
  it('marks every batch finished whose cards end at the same moment, with numbers without gap', async () => {
    // Without the batch row's lock 379 of 400 such batches were never marked finished.
    const drafts = await Promise.all(Array.from({ length: 60 }, () => draftWith(db, 4)));
    for (const { name } of drafts) await db.start(name);
    for (const { id, name } of drafts) {
      const claims = await claimOf(db, id, 4);
      expect(claims.map((claim) => claim.batch)).toEqual([name, name, name, name]);
      await Promise.all(claims.map((claim) => db.work.succeed(claim, READING, 1)));
      const batch = await batchOf(name);
      expect(batch.status).toBe('completed');
      expect(batch.progress).toMatchObject({ seq: 5, current: 4, percentage: 100 });
      const outcomes = await db.line.outcomes(batch.id, 0, 100);
      expect(outcomes.map((outcome) => outcome.seq)).toEqual([2, 3, 4, 5]);
    }
    expect(await db.line.recount()).toEqual([]);
  });

  it('lets nobody write for an attempt that was overtaken', async () => {
    const { id, name } = await draftWith(db, 1);
    await db.start(name);
    const zombie = await claimOne(db, id, 1);
    const winner = await vi.waitFor(() => claimOne(db, id));
    expect(winner).toMatchObject({ attempt: zombie.attempt + 1, crashCount: 1 });
    expect(await db.work.heartbeat(zombie, 1_000)).toBe(false);
    expect(await db.work.succeed(zombie, { ...READING, text: 'zombie' }, 1)).toBeNull();
    expect(await db.work.succeed(winner, READING, 1)).toMatchObject({ batch: name, seq: 2 });
    expect(await db.work.succeed(zombie, { ...READING, text: 'zombie' }, 1)).toBeNull();
    const [row] = await db.readResults((await batchOf(name)).id, {}, 10);
    expect(row?.text).toBe('Bach');
  });

  it('ends a batch failed when nothing could be read, and one that mixes completed', async () => {
    const { id, name } = await draftWith(db, 2);
    await db.start(name);
    for (const claim of await claimOf(db, id, 2)) {
      await db.work.fail(claim, { code: 'image_corrupt', message: 'damaged' }, 1);
    }
    expect((await batchOf(name)).status).toBe('failed');
    expect(await db.requeue(name, 'retry', null, null)).toMatchObject({ ok: true, changed: 2 });
    expect(await batchOf(name)).toMatchObject({ status: 'queued', run: 2, errorCount: 0 });
    const [first, second] = await claimOf(db, id, 2);
    if (first === undefined || second === undefined) throw new Error('there are no cards to claim');
    await db.work.succeed(first, READING, 1);
    expect((await batchOf(name)).status).toBe('running');
    await db.work.fail(second, { code: 'ocr_timeout', message: 'late' }, 1);
    expect(await batchOf(name)).toMatchObject({ status: 'completed', errorCount: 1 });
  });

  it('puts a card back without counting anything against it', async () => {
    const { id, name } = await draftWith(db, 1);
    await db.start(name);
    const claim = await claimOne(db, id);
    await db.work.release(claim, 0, 'storage_unavailable');
    expect((await batchOf(name)).progress.waiting).toBe('storage_unavailable');
    const again = await vi.waitFor(() => claimOne(db, id));
    expect(again.crashCount).toBe(0);
    await db.work.succeed(again, READING, 1);
    expect(await batchOf(name)).toMatchObject({ status: 'completed', progress: { waiting: null } });
  });
});

describe('inspection', () => {
  it('fails a draft’s bad card with a number; when none is left to read the batch ends at once', async () => {
    const { id, name } = await draftWith(db, 1);
    const claim = await claimOne(db, id);
    expect(claim.recognise).toBe(false);
    await db.work.fail(claim, { code: 'image_truncated', message: 'cut off' }, 1);
    expect(await batchOf(name)).toMatchObject({
      status: 'draft',
      counts: { failed: 1, ready: 0 },
      progress: { seq: 1 },
    });
    expect(await db.start(name)).toMatchObject({ ok: true, changed: 0 });
    expect(await batchOf(name)).toMatchObject({ status: 'failed', progress: { seq: 2, percentage: 100 } });
  });

  it('goes on through a start: the card in hand is read afterwards', async () => {
    const { id, name } = await draftWith(db, 1);
    const inspecting = await claimOne(db, id);
    await db.start(name);
    expect(await claimOf(db, id, 1)).toEqual([]);
    expect(await db.work.inspected(inspecting, { width: 1, height: 1, flags: ['blank'] }, true)).toBe(true);
    const [reading] = await claimOf(db, id, 1);
    expect(reading).toMatchObject({ recognise: true, inspected: true, crashCount: 0 });
    if (reading !== undefined) await db.work.succeed(reading, READING, 1);
    expect((await batchOf(name)).status).toBe('completed');
  });
});
