import { randomBytes } from 'node:crypto';

import { originalKey } from '@cardmill/contracts/wire';
import { runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { collectBatches, collectFiles } from './garbage.ts';
import { house, sendFile, storeImages } from './sweep.suite.ts';

let at: Awaited<ReturnType<typeof house>>;
beforeAll(async () => {
  at = await house();
});
afterAll(() => at.close());

const HOUR = 3_600_000;
const running = new AbortController().signal;
type Sweeper = ReturnType<typeof at.sweeper>;

async function collect(sweeper: Sweeper = at.deps): Promise<void> {
  await collectBatches(sweeper, running);
  await collectFiles(sweeper, running);
}

const filesOf = async (batchId: string) => {
  const { rows } = await runSql(
    at.url,
    `SELECT id, state, gone_cards FROM files WHERE batch_id = '${batchId}'`,
  );
  return rows;
};
const collected = async (sweeper: Sweeper) => (await sweeper.metrics.collected.get()).values[0]?.value;

/** Lets what a sweeper took without finishing be taken again. */
const forget = () =>
  runSql(at.url, 'UPDATE files SET collecting_until = NULL; UPDATE batches SET collecting_until = NULL');

describe('a deleted batch', () => {
  it('goes with all its objects, after the grace', async () => {
    const { id, name } = await at.batch(2);
    await at.inspect(id);
    expect(await at.objects(id)).toHaveLength(5);
    await at.db.deleteBatch(name);
    await collect(at.sweeper({ graceMs: HOUR }));
    expect(await at.objects(id)).toHaveLength(5);
    await collect();
    expect(await at.objects(id)).toEqual([]);
    expect((await runSql(at.url, `SELECT FROM batches WHERE id = '${id}'`)).rowCount).toBe(0);
  });

  it('goes with what an attempt in hand writes after the tombstone', async () => {
    const { id, name } = await at.batch();
    const [card] = await at.db.listCards(id, 0, 1);
    const claim = await at.db.work.claim(card?.id ?? '', 'test', 30_000);
    if (claim === null) throw new Error('no claim');
    await at.db.deleteBatch(name);
    await storeImages(at.store, claim);
    expect(await at.db.work.inspected(claim, { width: 1, height: 1, flags: [] }, true)).toBe(false);
    await collect();
    expect(await at.objects(id)).toEqual([]);
  });

  it('waits for a file that is still coming in', async () => {
    const { id, name } = await at.batch();
    await at.db.intendFile(id, 'slow.jpg');
    await at.db.deleteBatch(name);
    const sweeper = at.sweeper({ graceMs: HOUR });
    await runSql(
      at.url,
      `UPDATE batches SET deleted_at = deleted_at - interval '2 hours' WHERE id = '${id}'`,
    );
    await collect(sweeper);
    expect(await at.objects(id)).toHaveLength(1);
    await runSql(at.url, `UPDATE files SET kept_at = kept_at - interval '2 hours' WHERE batch_id = '${id}'`);
    await collect(sweeper);
    expect(await at.objects(id)).toEqual([]);
  });

  it('is collected by one sweeper of two, and by the other when the first died', async () => {
    const { id, name } = await at.batch(3);
    await at.inspect(id);
    await at.db.deleteBatch(name);
    const dying = at.sweeper();
    const dead = new Error('killed');
    const store = { ...at.store, delete: () => Promise.reject(dead) };
    await expect(collectBatches({ ...dying, store }, running)).rejects.toBe(dead);
    await collect();
    expect(await at.objects(id)).toHaveLength(7);
    await forget();
    const two = [at.sweeper(), at.sweeper()] as const;
    await Promise.all(two.map(collect));
    expect(await at.objects(id)).toEqual([]);
    const [one, other] = await Promise.all(two.map(collected));
    expect(Math.max(one ?? 0, other ?? 0)).toBe(7);
    expect(Math.min(one ?? 0, other ?? 0)).toBe(0);
  });
});

describe('a file', () => {
  it('that no card needs any more goes after the grace: a card taken out of a draft', async () => {
    const { id, name, fileId } = await at.batch(2);
    const [first, second] = await at.inspect(id);
    expect(await at.db.removeCard(name, 'a.p1.jpg')).toEqual({ ok: true });
    await collect(at.sweeper({ graceMs: HOUR }));
    expect(await at.objects(id)).toHaveLength(5);
    await collect();
    // The other page needs the file.
    const images = (cardId = '') =>
      ['access.jpg', 'thumbnail.jpg'].map((image) => `cards/${cardId}/${fileId}/${image}`);
    expect(await at.objects(id)).toEqual([...images(second?.cardId), `files/${fileId}/original`]);
    expect(await filesOf(id)).toEqual([{ id: fileId, state: 'accepted', gone_cards: [] }]);
    await at.db.removeCard(name, 'a.p2.jpg');
    // Written by an attempt that had the card in hand.
    if (first !== undefined && second !== undefined) await storeImages(at.store, second);
    await collect();
    expect(await at.objects(id)).toEqual([]);
    expect(await filesOf(id)).toEqual([]);
  });

  it('that was replaced goes with its images; the new scan and its images stay', async () => {
    const { id, name } = await at.batch();
    const [claim] = await at.inspect(id);
    const fresh = await at.db.intendFile(id, 'a.jpg');
    await at.store.put(originalKey(id, fresh.id), Buffer.from('new'), { contentType: 'image/jpeg' });
    const file = { sha256: 'f'.repeat(64), size: 3, mediaType: 'image/jpeg' };
    expect(await at.db.replaceFile(fresh.id, 'a.jpg', file)).toMatchObject({ outcome: 'accepted' });
    // The attempt with the old scan in hand is fenced, and writes all the same.
    if (claim !== undefined) await storeImages(at.store, claim);
    await at.inspect(id);
    await collect();
    const cardId = claim?.cardId ?? '';
    expect(await at.objects(id)).toEqual([
      `cards/${cardId}/${fresh.id}/access.jpg`,
      `cards/${cardId}/${fresh.id}/thumbnail.jpg`,
      `files/${fresh.id}/original`,
    ]);
    expect(await at.db.findBatch(name)).toMatchObject({ fileCount: 1 });
  });

  it('that was replaced in one of its pages keeps the others', async () => {
    const { id, fileId } = await at.batch(2);
    await at.inspect(id);
    const fresh = await at.db.intendFile(id, 'a.p1.jpg');
    const file = { sha256: 'e'.repeat(64), size: 3, mediaType: 'image/jpeg' };
    await at.db.replaceFile(fresh.id, 'a.p1.jpg', file);
    await collect();
    expect((await at.objects(id)).filter((key) => key.includes(fileId))).toHaveLength(3);
  });

  it('that was refused goes, although the process died between the commit and the deletion', async () => {
    const { id } = await at.batch();
    const bytes = randomBytes(300);
    const accepted = await sendFile(at.db, at.store, id, 'b.jpg', bytes);
    const again = await sendFile(at.db, at.store, id, 'b.jpg', bytes);
    const other = await sendFile(at.db, at.store, id, 'b.jpg', randomBytes(300));
    expect(again.reply).toMatchObject({ outcome: 'duplicate' });
    expect(other.reply).toMatchObject({ outcome: 'rejected', code: 'filename_taken' });
    expect(await at.objects(id)).toHaveLength(4);
    await collect();
    expect(await at.objects(id)).toHaveLength(2);
    expect(await at.objects(id)).toContain(`files/${accepted.fileId}/original`);
  });
});

describe('an upload that broke off', () => {
  it('never costs the one that was sent again, wherever the sweeper is', async () => {
    const { id } = await at.batch();
    const bytes = randomBytes(300);
    // Stored, and the process died before the commit.
    const half = await at.db.intendFile(id, 'c.jpg');
    await at.store.put(originalKey(id, half.id), bytes, { contentType: 'image/jpeg' });

    // The sweeper stands between taking the dead upload and deleting it while the file is sent again.
    const deps = at.sweeper();
    let retry: Awaited<ReturnType<typeof sendFile>> | undefined;
    const takeGarbage: typeof deps.db.sweep.takeGarbage = async (...args) => {
      const garbage = await deps.db.sweep.takeGarbage(...args);
      if (garbage.length === 0) return garbage;
      expect(garbage.map((each) => each.fileId)).toEqual([half.id]);
      retry = await sendFile(at.db, at.store, id, 'c.jpg', bytes);
      return garbage;
    };
    await collectFiles({ ...deps, db: { ...deps.db, sweep: { ...deps.db.sweep, takeGarbage } } }, running);
    expect(retry?.reply).toMatchObject({ outcome: 'accepted' });
    expect(await at.objects(id)).toContain(`files/${retry?.fileId}/original`);
    expect(await at.objects(id)).toHaveLength(2);
  });

  it('cannot be accepted any more once the sweeper holds it for dead', async () => {
    const { id } = await at.batch();
    const asleep = await at.db.intendFile(id, 'd.jpg');
    await at.store.put(originalKey(id, asleep.id), Buffer.from('d'), { contentType: 'image/jpeg' });
    const file = { sha256: 'd'.repeat(64), size: 1, mediaType: 'image/jpeg' };
    const deps = at.sweeper();
    const replies: unknown[] = [];
    const accept = async () => {
      replies.push(await at.db.acceptFile(asleep.id, file, ['d.jpg']));
      replies.push(await at.db.replaceFile(asleep.id, 'a.jpg', file));
    };
    const takeGarbage: typeof deps.db.sweep.takeGarbage = async (...args) => {
      const garbage = await deps.db.sweep.takeGarbage(...args);
      if (garbage.length > 0) await accept();
      return garbage;
    };
    await collectFiles({ ...deps, db: { ...deps.db, sweep: { ...deps.db.sweep, takeGarbage } } }, running);
    await accept();
    const refused = { outcome: 'rejected', code: 'server_unavailable' };
    expect(replies).toEqual([refused, refused, refused, refused]);
    expect(await at.db.listCards(id, 0, 10)).toHaveLength(1);
    expect(await at.objects(id)).toHaveLength(1);
  });

  it('is alive as long as it shows it', async () => {
    const { id } = await at.batch();
    const slow = await at.db.intendFile(id, 'e.jpg');
    await runSql(at.url, `UPDATE files SET kept_at = kept_at - interval '2 hours' WHERE id = '${slow.id}'`);
    await at.db.keepIntent(slow.id);
    await collect(at.sweeper({ graceMs: HOUR }));
    const file = { sha256: 'c'.repeat(64), size: 1, mediaType: 'image/jpeg' };
    expect(await at.db.acceptFile(slow.id, file, ['e.jpg'])).toMatchObject({ outcome: 'accepted' });
  });
});
