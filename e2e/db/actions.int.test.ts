import { createDatabase, type Database } from '@cardmill/db';
import { freshDatabase } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { claimOf, claimOne, draftWith, READING } from './line.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  db = createDatabase(database.url, { poolSize: 10 });
});
afterAll(async () => {
  await db.close();
  await database.close();
});

describe('cancel and resume', () => {
  it('cancels every open card at once, those in hand too, and keeps what was read', async () => {
    const { id, name } = await draftWith(db, 5);
    await db.start(name);
    const [read, inHand] = await claimOf(db, id, 2);
    if (read === undefined || inHand === undefined) throw new Error('there are no cards to claim');
    await db.work.succeed(read, READING, 1);
    expect(await db.cancel(name, null)).toMatchObject({ ok: true, changed: 4, seq: 3 });
    expect(await db.work.heartbeat(inHand, 1_000)).toBe(false);
    expect(await db.work.succeed(inHand, READING, 1)).toBeNull();
    expect(await db.findBatch(name)).toMatchObject({
      status: 'cancelled',
      counts: { succeeded: 1, cancelled: 4 },
    });
    expect((await db.readResults(id, {}, 10)).map((row) => row.status)).toEqual([
      'succeeded',
      ...Array(4).fill('cancelled'),
    ]);
    expect(await db.cancel(name, null)).toEqual({ ok: false, code: 'state_forbids' });

    expect(await db.requeue(name, 'resume', 1, null)).toMatchObject({ ok: true, changed: 4 });
    expect(await db.requeue(name, 'resume', 1, null)).toEqual({ ok: false, code: 'run_changed' });
    for (const claim of await claimOf(db, id, 10)) await db.work.succeed(claim, READING, 1);
    expect(await db.findBatch(name)).toMatchObject({ status: 'completed', run: 2, counts: { succeeded: 5 } });
    expect(await db.line.recount()).toEqual([]);
  });

  it('leaves each card in exactly one state when cancel and finish race', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { id, name } = await draftWith(db, 4);
      await db.start(name);
      const claims = await claimOf(db, id, 4);
      const [cancelled, ...written] = await Promise.all([
        db.cancel(name, null),
        ...claims.map((claim) => db.work.succeed(claim, READING, 1)),
      ]);
      const batch = await db.findBatch(name);
      const won = written.filter((outcome) => outcome !== null).length;
      expect(batch?.counts).toMatchObject({ succeeded: won, cancelled: 4 - won, queued: 0, processing: 0 });
      expect(batch?.status).toBe(won === 4 ? 'completed' : 'cancelled');
      expect(cancelled.ok).toBe(won < 4);
      expect(batch?.progress.seq).toBe(1 + won + (won < 4 ? 1 : 0));
    }
    expect(await db.line.recount()).toEqual([]);
  });
});

describe('restart', () => {
  it('keeps the old result visible until the new one is in, and edits for good', async () => {
    const { id, name, filenames } = await draftWith(db, 1);
    await db.start(name);
    const first = await claimOne(db, id);
    await db.work.succeed(first, READING, 1);
    const filename = filenames[0] ?? '';
    const [before] = await db.readResults(id, {}, 10);
    const patched = await db.patchResult(
      id,
      filename,
      before?.version ?? 0,
      { fields: { komponist: 'J. S. Bach' } },
      ['komponist'],
    );
    expect(patched).toMatchObject({
      ok: true,
      row: { fields: { komponist: { value: 'Bach', edit: { value: 'J. S. Bach' } } } },
    });
    expect(
      await db.patchResult(id, filename, before?.version ?? 0, { verified: true }, ['komponist']),
    ).toEqual({ ok: false, code: 'version_changed' });

    await db.requeue(name, 'restart', null, null);
    expect(await db.readResults(id, {}, 10)).toMatchObject([{ status: 'succeeded', text: 'Bach' }]);
    const second = await claimOne(db, id);
    await db.work.succeed(second, { ...READING, text: 'Händel' }, 1);
    expect(await db.readResults(id, {}, 10)).toMatchObject([
      { text: 'Händel', fields: { komponist: { edit: { value: 'J. S. Bach' } } } },
    ]);
  });
});

describe('upload', () => {
  it('makes one card of the same file sent twenty times at once', async () => {
    const { id, name } = await draftWith(db, 0);
    const bytes = { sha256: 'a'.repeat(64), size: 3, mediaType: 'image/jpeg' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, async () =>
        db.acceptFile((await db.intendFile(id, 'a.jpg')).id, bytes, ['a.jpg']),
      ),
    );
    expect(replies.filter((reply) => reply.outcome === 'accepted')).toHaveLength(1);
    expect(new Set(replies.map((reply) => ('cardId' in reply ? reply.cardId : null))).size).toBe(1);
    const other = { ...bytes, sha256: 'b'.repeat(64) };
    expect(await db.acceptFile((await db.intendFile(id, 'a.jpg')).id, other, ['a.jpg'])).toEqual({
      outcome: 'rejected',
      code: 'filename_taken',
    });
    expect(await db.acceptFile((await db.intendFile(id, 'b.jpg')).id, bytes, ['b.jpg'])).toMatchObject({
      outcome: 'accepted',
      duplicateOf: 'a.jpg',
    });
    await db.start(name);
    expect(await db.acceptFile((await db.intendFile(id, 'a.jpg')).id, bytes, ['a.jpg'])).toMatchObject({
      outcome: 'duplicate',
    });
    expect(await db.acceptFile((await db.intendFile(id, 'c.jpg')).id, other, ['c.jpg'])).toEqual({
      outcome: 'rejected',
      code: 'batch_started',
    });
    expect((await db.findBatch(name))?.fileCount).toBe(2);
  });
});

describe('deletion', () => {
  it('fences what is in hand and brings nothing back', async () => {
    const { id, name } = await draftWith(db, 2);
    await db.start(name);
    const inHand = await claimOne(db, id);
    expect(await db.deleteBatch(name)).toMatchObject({ id });
    expect(await db.deleteBatch(name)).toBeNull();
    expect(await db.work.succeed(inHand, READING, 1)).toBeNull();
    expect(await db.findBatch(name)).toBeNull();
    await db.sweep.purge(id);
    expect(await db.sweep.takeDeleted(0, 10, 0)).toEqual([]);
  });
});

describe('turns', () => {
  it('lets a small pile go beside a drawer of another station', async () => {
    const own = await freshDatabase();
    const db = createDatabase(own.url);
    try {
      const big = await draftWith(db, 50, 'A');
      const small = await draftWith(db, 3, 'B');
      await db.start(big.name);
      await db.start(small.name);
      const rung = await db.line.dispatch(6, 60_000);
      expect(rung).toHaveLength(6);
      const claims = await Promise.all(rung.map(({ cardId }) => db.work.claim(cardId, 'test', 30_000)));
      expect(claims.filter((claim) => claim?.batch === small.name)).toHaveLength(3);
      // The window is full until something is finished.
      expect(await db.line.dispatch(6, 60_000, 6)).toEqual([]);
    } finally {
      await db.close();
      await own.close();
    }
  });
});
