import { execFile } from 'node:child_process';
import { join } from 'node:path';

import { accessKey, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import { runSql } from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { house, storeImages } from '../sweep/sweep.suite.ts';
import { audit, type Finding, type Tally } from './audit.ts';

let at: Awaited<ReturnType<typeof house>>;
beforeEach(async () => {
  at = await house();
});
afterEach(() => at.close());

const JPEG = { contentType: 'image/jpeg' };
const put = (key: string) => at.store.put(key, Buffer.from('abc'), JPEG);

async function findings(
  change: Partial<Parameters<typeof audit>[0]> = {},
  tally: Tally = { objects: 0, batches: 0, cards: 0 },
): Promise<string[]> {
  const found: Finding[] = [];
  for await (const finding of audit({ db: at.db, store: at.store, graceMs: -60_000, ...change }, tally)) {
    found.push(finding);
  }
  return found.map(({ kind, key }) => `${kind} ${key}`).toSorted();
}

describe('an audit', () => {
  it('finds nothing where every object has its row', async () => {
    const read = await at.batch(3);
    await at.inspect(read.id);
    const replaced = await at.batch();
    await at.inspect(replaced.id);
    const fresh = await at.db.intendFile(replaced.id, 'a.jpg');
    await put(originalKey(replaced.id, fresh.id));
    const file = { sha256: 'f'.repeat(64), size: 3, mediaType: 'image/jpeg' };
    await at.db.replaceFile(fresh.id, 'a.jpg', file);
    const thinned = await at.batch(2);
    await at.inspect(thinned.id);
    await at.db.removeCard(thinned.name, 'a.p2.jpg');
    const deleted = await at.batch();
    await at.inspect(deleted.id);
    await at.db.deleteBatch(deleted.name);
    const half = await at.db.intendFile(read.id, 'half.jpg');
    await put(originalKey(read.id, half.id));
    const tally = { objects: 0, batches: 0, cards: 0 };
    expect(await findings({}, tally)).toEqual([]);
    expect(tally).toEqual({ objects: 7 + 4 + 5 + 3 + 1, batches: 3, cards: 5 });
  });

  it('names objects that no row knows, and deletes none', async () => {
    const { id } = await at.batch();
    const [claim] = await at.inspect(id);
    const gone = '01930000-0000-7000-8000-000000000001';
    const cardId = claim?.cardId ?? '';
    const unknown = [
      'somebody/elses.txt',
      originalKey(gone, gone),
      originalKey(id, gone),
      accessKey({ batchId: id, cardId, fileId: gone, orientation: 90 }),
      thumbnailKey({ batchId: id, cardId: gone, fileId: claim?.fileId ?? '', orientation: 0 }),
    ];
    for (const key of unknown) await put(key);
    expect(await findings()).toEqual(unknown.map((key) => `unknown ${key}`).toSorted());
    for (const key of unknown) expect(await at.store.head(key)).toEqual({ size: 3 });
    expect(await findings({ graceMs: 60_000 })).toEqual([]);
  });

  it('names rows whose object is gone: an original once, an image for its card', async () => {
    const { id, fileId } = await at.batch(2);
    const [first] = await at.inspect(id);
    const access = accessKey({ batchId: id, cardId: first?.cardId ?? '', fileId, orientation: 0 });
    await at.store.delete(originalKey(id, fileId));
    await at.store.delete(access);
    expect(await findings()).toEqual([`missing ${originalKey(id, fileId)}`, `missing ${access}`].toSorted());
    // Cards that were not inspected have no images to miss.
    await runSql(at.url, 'UPDATE cards SET inspected_at = NULL');
    expect(await findings()).toEqual([`missing ${originalKey(id, fileId)}`]);
  });

  it('is not misled by work that goes on meanwhile', async () => {
    const { id, fileId } = await at.batch();
    const [claim] = await at.inspect(id);
    if (claim === undefined) throw new Error('no claim');
    await at.store.delete(accessKey(claim));
    await put(originalKey(id, '01930000-0000-7000-8000-000000000009'));
    // Between the look and the word: the image is made, the object without a row is collected.
    const head: typeof at.store.head = async (key) => {
      if (key.includes('000000000009')) await at.store.delete(key);
      else await storeImages(at.store, claim);
      return at.store.head(key);
    };
    expect(await findings({ store: { ...at.store, head } })).toEqual([]);
    await at.store.delete(originalKey(id, fileId));
    const stillNeeds: typeof at.db.audit.stillNeeds = async (card) => {
      await runSql(at.url, `UPDATE batches SET deleted_at = now() WHERE id = '${id}'`);
      return at.db.audit.stillNeeds(card);
    };
    expect(await findings({ db: { audit: { ...at.db.audit, stillNeeds } } })).toEqual([]);
  });
});

describe('the command', () => {
  const main = join(import.meta.dirname, '../audit-main.ts');
  const run = (env: Record<string, string>) =>
    new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      const args = ['--import', import.meta.resolve('tsx'), '--conditions=source', main];
      execFile(process.execPath, args, { env: { PATH: process.env['PATH'], ...env } }, (error, out, err) =>
        resolve({ code: error?.code ?? 0, out, err }),
      );
    });

  it('says what it found, in lines, and ends accordingly', async () => {
    const env = { DATABASE_URL: at.url, STORE: `file://${at.dir}`, GARBAGE_GRACE_MINUTES: '0' };
    const { id, name, fileId } = await at.batch();
    expect(await run(env)).toEqual({
      code: 0,
      out: '1 objects, 1 cards in 1 batches: 0 unknown, 0 missing\n',
      err: '',
    });
    await at.store.delete(originalKey(id, fileId));
    await put('strange');
    const bad = await run(env);
    expect(bad).toMatchObject({ code: 2, err: '' });
    expect(bad.out.split('\n')).toEqual([
      expect.stringMatching(/^unknown strange 3 \d{4}-\d\d-\d\dT[\d:.]+Z$/),
      `missing ${originalKey(id, fileId)} ${name} a.jpg`,
      '1 objects, 1 cards in 1 batches: 1 unknown, 1 missing',
      '',
    ]);
    const lost = await run({ ...env, DATABASE_URL: 'postgresql://x:secret@127.0.0.1:1/x' });
    expect(lost).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^audit: /) });
    expect(lost.err).not.toContain('secret');
    expect(await run({})).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_URL') });
  });
});
