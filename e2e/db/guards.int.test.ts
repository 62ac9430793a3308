import { randomBytes } from 'node:crypto';

import { createDatabase, type Database } from '@cardmill/db';
import { freshDatabase, runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { claimOf, claimOne, draftWith, READING } from './line.ts';

// One test for each guard that no other test misses: `npm run mutations` takes them away one by one.
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

const FAILURE = { code: 'ocr_failed', message: 'no' } as const;
const bytes = () => ({ sha256: randomBytes(32).toString('hex'), size: 3, mediaType: 'image/jpeg' });

async function started(cards: number) {
  const draft = await draftWith(db, cards);
  await db.start(draft.name);
  return draft;
}

describe('an attempt that was overtaken', () => {
  it('neither keeps nor puts back nor inspects nor ends what another has in hand', async () => {
    const { id, name } = await started(1);
    const zombie = await claimOne(db, id, 1);
    const winner = await vi.waitFor(() => claimOne(db, id));
    expect(await db.work.heartbeat(zombie, 60_000)).toBe(false);
    expect(await db.work.inspected(zombie, { width: 7, height: 7, flags: ['blank'] }, true)).toBe(false);
    expect(await db.work.release(zombie, 0, 'storage_unavailable')).toBeNull();
    expect(await db.work.fail(zombie, FAILURE, 1)).toBeNull();
    expect(await db.work.heartbeat(winner, 60_000)).toBe(true);
    expect(await db.findBatch(name)).toMatchObject({
      counts: { processing: 1 },
      progress: { seq: 1, waiting: null },
    });
    expect(await db.listCards(id, 0, 1)).toMatchObject([{ width: null, flags: [] }]);
    expect(await db.work.succeed(winner, READING, 1)).toMatchObject({ seq: 2 });
  });

  it('ends nothing once it has put the card back', async () => {
    const { id, name } = await started(1);
    const claim = await claimOne(db, id);
    await db.work.release(claim, 0, null);
    expect(await db.work.fail(claim, FAILURE, 1)).toBeNull();
    expect(await db.work.heartbeat(claim, 60_000)).toBe(false);
    expect((await db.findBatch(name))?.counts).toMatchObject({ queued: 1, failed: 0 });
  });

  it('writes nothing over a new scan', async () => {
    const { id, name, filenames } = await started(1);
    const old = await claimOne(db, id);
    const file = await db.intendFile(id, filenames[0] ?? '');
    expect(await db.replaceFile(file.id, filenames[0] ?? '', bytes())).toMatchObject({ outcome: 'accepted' });
    const [fresh] = await claimOf(db, id, 1);
    expect(fresh?.fileId).toBe(file.id);
    expect(await db.work.succeed(old, { ...READING, text: 'old scan' }, 1)).toBeNull();
    if (fresh !== undefined) await db.work.succeed(fresh, READING, 1);
    expect(await db.readResults(id, {}, 10)).toMatchObject([{ text: READING.text }]);
    expect((await db.findBatch(name))?.progress.seq).toBe(3);
  });
});

describe('a card in hand', () => {
  it('is had by one of twenty who ask at once', async () => {
    const { id } = await started(1);
    const [card] = await db.listCards(id, 0, 1);
    const asked = Array.from({ length: 20 }, (_, n) => db.work.claim(card?.id ?? '', `worker ${n}`, 60_000));
    expect((await Promise.all(asked)).filter((claim) => claim !== null)).toHaveLength(1);
  });

  it('is not to be had from a deleted batch, nor ended in it', async () => {
    const { id, name } = await started(2);
    const inHand = await claimOne(db, id);
    const cards = await db.listCards(id, 0, 10);
    await db.deleteBatch(name);
    for (const { id } of cards) expect(await db.work.claim(id, 'late', 1_000)).toBeNull();
    expect(await db.work.succeed(inHand, READING, 1)).toBeNull();
    expect(await db.work.heartbeat(inHand, 1_000)).toBe(false);
    expect(await db.cancel(name, null)).toEqual({ ok: false, code: 'batch_not_found' });
  });
});

describe('an action', () => {
  it('that means another run changes nothing', async () => {
    const { id, name, filenames } = await started(2);
    expect(await db.cancel(name, 7)).toEqual({ ok: false, code: 'run_changed' });
    for (const claim of await claimOf(db, id, 2)) await db.work.fail(claim, FAILURE, 1);
    const [first = ''] = filenames;
    expect(await db.requeue(name, 'retry', 7, null)).toEqual({ ok: false, code: 'run_changed' });
    expect(await db.requeue(name, 'restart', 0, null)).toEqual({ ok: false, code: 'run_changed' });
    expect(await db.requeue(name, 'retry-image', 2, first)).toEqual({ ok: false, code: 'run_changed' });
    expect(await db.requeue(name, 'retry', 1, null)).toMatchObject({ ok: true, changed: 2 });
    // Two people press the same button: one of them means a run that is over.
    expect(await db.cancel(name, 1)).toEqual({ ok: false, code: 'run_changed' });
    expect(await db.findBatch(name)).toMatchObject({ run: 2, counts: { queued: 2 } });
  });

  it('that takes up what is at rest waits for the rest', async () => {
    const { id, name } = await started(3);
    const [read, failed] = await claimOf(db, id, 2);
    if (read === undefined || failed === undefined) throw new Error('there are no cards to claim');
    await db.work.succeed(read, READING, 1);
    await db.work.fail(failed, FAILURE, 1);
    for (const kind of ['restart', 'resume'] as const)
      expect(await db.requeue(name, kind, null, null)).toEqual({ ok: false, code: 'state_forbids' });
    expect(await db.requeue(name, 'retry', null, null)).toMatchObject({ ok: true, changed: 1 });
    expect(await db.findBatch(name)).toMatchObject({ run: 2, counts: { succeeded: 1, queued: 2 } });
  });

  it('is done once when twenty ask for it at once', async () => {
    const { name } = await started(3);
    const cancels = await Promise.all(Array.from({ length: 20 }, () => db.cancel(name, 1)));
    expect(cancels.filter((reply) => reply.ok)).toMatchObject([{ changed: 3 }]);
    const resumes = await Promise.all(Array.from({ length: 20 }, () => db.requeue(name, 'resume', 1, null)));
    expect(resumes.filter((reply) => reply.ok)).toMatchObject([{ changed: 3 }]);
    expect(await db.findBatch(name)).toMatchObject({ run: 2, progress: { seq: 3 } });
    expect(await db.line.recount()).toEqual([]);
  });
});

describe('a result', () => {
  it('is of the run in which its card was queued, whatever run the others are in by now', async () => {
    const { id, name, filenames } = await started(3);
    const [first, second] = await claimOf(db, id, 2);
    if (first === undefined || second === undefined) throw new Error('there are no cards to claim');
    await db.work.fail(first, FAILURE, 1);
    await db.requeue(name, 'retry', null, null);
    await db.work.succeed(second, READING, 1);
    const third = filenames[2] ?? '';
    await db.replaceFile((await db.intendFile(id, third)).id, third, bytes());
    for (const claim of await claimOf(db, id, 3)) await db.work.succeed(claim, READING, 1);
    const { rows } = await runSql(
      database.url,
      `SELECT c.run AS card, r.run AS result FROM cards c JOIN results r ON r.card_id = c.id
       WHERE c.batch_id = '${id}' ORDER BY c.position`,
    );
    expect(rows).toEqual([
      { card: 2, result: 2 },
      { card: 1, result: 1 },
      { card: 2, result: 2 },
    ]);
  });
});

describe('a correction', () => {
  it('that is stored is not denied when the card is retried in the same moment', async () => {
    const oneCard = async (): Promise<void> => {
      const { id, name, filenames } = await started(1);
      const [filename = ''] = filenames;
      let value: string | null = null;
      for (let round = 0; round < 20; round += 1) {
        await db.work.fail(await claimOne(db, id), FAILURE, 1);
        const [before] = await db.readResults(id, {}, 1);
        expect(before?.fields['komponist']?.edit?.value ?? null).toBe(value);
        const wanted = { fields: { komponist: `round ${round}` } };
        const [corrected, retried] = await Promise.all([
          db.patchResult(id, filename, before?.version ?? 0, wanted, ['komponist']),
          db.requeue(name, 'retry-image', null, filename),
        ]);
        expect(retried.ok).toBe(true);
        if (corrected.ok) value = wanted.fields.komponist;
        else expect(corrected.code).toBe('version_changed');
      }
    };
    await Promise.all(Array.from({ length: 8 }, oneCard));
  });
});

describe('a name', () => {
  it('is one card’s, whoever asks', async () => {
    const { id, name } = await draftWith(db, 0);
    const intents = await Promise.all(Array.from({ length: 10 }, () => db.intendFile(id, 'a.jpg')));
    const replies = await Promise.all(intents.map((file) => db.acceptFile(file.id, bytes(), ['a.jpg'])));
    expect(replies.filter((reply) => reply.outcome === 'accepted')).toHaveLength(1);
    expect(replies.filter((reply) => reply.outcome === 'rejected')).toHaveLength(9);
    expect((await db.findBatch(name))?.fileCount).toBe(1);
  });

  it('is not given to two pages of one file', async () => {
    const { id, name } = await draftWith(db, 0);
    const file = await db.intendFile(id, 'a.tif');
    await expect(db.acceptFile(file.id, bytes(), ['a.p1.tif', 'a.p1.tif'])).rejects.toThrow(/unique/i);
    expect((await db.findBatch(name))?.fileCount).toBe(0);
  });
});
