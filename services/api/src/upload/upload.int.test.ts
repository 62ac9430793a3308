import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { batchPrefix } from '@cardmill/contracts/wire';
import { bulkyFile, multiPageTiff, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, toAnswer } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest({ MAX_FILE_MB: '1', MAX_TIFF_PAGES: '3' });
});
afterAll(() => api.close());

const jpeg = (seed: number, bytes = 2_000) => bulkyFile(bytes, seed);
async function newDraft(title = 'Test'): Promise<string> {
  return (await api.call('POST', '/api/v1/batches', { title })).json.name;
}
async function objects(prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of api.store.list(prefix)) keys.push(key);
  return keys;
}
async function objectsOf(batch: string): Promise<string[]> {
  return objects(batchPrefix((await api.db.findBatchKey(batch))?.id ?? 'none'));
}

describe('an upload', () => {
  it('makes a draft batch of the title and says what became of each file', async () => {
    const answer = await api.upload('/api/v1/upload', [
      ['title', 'Kästchen Ä–Ö'],
      ['station', 'Saal 1'],
      ['a.jpg', jpeg(1)],
      ['b.jpg', jpeg(2)],
      ['c.txt', Buffer.from('no image at all')],
    ]);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ accepted: 2, duplicates: 0, rejected: 1 });
    expect(answer.json.batch).toMatch(/^kaestchen-ae-oe_\d{8}-\d{6}_[0-9a-f]{8}$/);
    expect(answer.json.files).toMatchObject([
      { filename: 'a.jpg', outcome: 'accepted', cardId: expect.any(String) },
      { filename: 'b.jpg', outcome: 'accepted' },
      { filename: 'c.txt', outcome: 'rejected', code: 'unsupported_type', message: expect.any(String) },
    ]);
    const batch = await api.call('GET', `/api/v1/batches/${answer.json.batch}`);
    expect(batch.json).toMatchObject({
      title: 'Kästchen Ä–Ö',
      station: 'Saal 1',
      status: 'draft',
      fileCount: 2,
    });
    expect(await objectsOf(answer.json.batch)).toHaveLength(2);
  });

  it('makes no batch when nothing is accepted and none was named', async () => {
    for (const file of [Buffer.alloc(0), Buffer.from('<svg/>'), jpeg(1, 2 * 1024 * 1024)]) {
      const answer = await api.upload('/api/v1/upload', [
        ['title', 'nothing in it'],
        ['x.jpg', file],
      ]);
      expect(answer.status).toBe(422);
      expect(answer.json).toMatchObject({ batch: null, accepted: 0, rejected: 1 });
    }
    const list = await api.call('GET', '/api/v1/batches?q=nothing%20in%20it');
    expect(list.json.items).toEqual([]);
  });

  it('with no file makes no batch, and leaves a named one as it is', async () => {
    expect((await api.upload('/api/v1/upload', [['title', 'empty']])).status).toBe(422);
    const batch = await newDraft();
    const answer = await api.upload('/api/v1/upload', [['batch', batch]]);
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ batch, files: [], accepted: 0, duplicates: 0, rejected: 0 });
  });

  it('takes a title of only dots; the name falls back', async () => {
    const answer = await api.upload('/api/v1/upload', [
      ['title', '...'],
      ['a.jpg', jpeg(1)],
    ]);
    expect(answer.json.batch).toMatch(/^batch_/);
  });

  it('refuses what is no upload, with a code', async () => {
    expect((await api.call('POST', '/api/v1/upload', {})).json.code).toBe('not_multipart');
    expect((await api.upload('/api/v1/upload', [['a.jpg', jpeg(1)]])).json.code).toBe('invalid_request');
    const unknown = await api.upload('/api/v1/upload', [
      ['batch', 'nobody_20260101-000000_00000000'],
      ['a.jpg', jpeg(1)],
    ]);
    expect(unknown).toMatchObject({ status: 404, json: { code: 'batch_not_found' } });
    const broken = await fetch(`${api.url}/api/v1/upload`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nhalf',
    });
    expect(await broken.json()).toMatchObject({ status: 400, code: 'multipart_broken' });
  });

  it('ends with field_after_file, and forgets the draft made for it', async () => {
    const late = await api.upload('/api/v1/upload', [
      ['title', 'field too late'],
      ['a.jpg', jpeg(1)],
      ['station', 'x'],
    ]);
    expect(late).toMatchObject({ status: 400, json: { code: 'field_after_file' } });
    expect((await api.call('GET', '/api/v1/batches?q=field%20too%20late')).json.items).toEqual([]);
    const batch = await newDraft();
    const named = await api.upload('/api/v1/upload', [
      ['batch', batch],
      ['a.jpg', jpeg(1)],
      ['station', 'x'],
    ]);
    expect(named.json.code).toBe('field_after_file');
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json.fileCount).toBe(1);
  });

  it('counts the bytes of each file and goes on after one that is too large', async () => {
    const batch = await newDraft();
    const answer = await api.upload(`/api/v1/batches/${batch}/files`, [
      ['big.jpg', jpeg(1, 1024 * 1024 + 1)],
      ['fits.jpg', jpeg(2, 1024 * 1024)],
    ]);
    expect(answer.json.files).toMatchObject([
      { outcome: 'rejected', code: 'file_too_large' },
      { outcome: 'accepted' },
    ]);
    expect(await objectsOf(batch)).toHaveLength(1);
  });

  it('knows files again by name and bytes, at any time', async () => {
    const batch = await newDraft();
    const path = `/api/v1/batches/${batch}/files`;
    const first = await api.upload(path, [['a.jpg', jpeg(1)]]);
    const { cardId } = first.json.files[0];
    const again = await api.upload(path, [
      ['a.jpg', jpeg(1)],
      ['a.jpg', jpeg(2)],
      ['b.jpg', jpeg(1)],
    ]);
    expect(again.json.files).toMatchObject([
      { outcome: 'duplicate', cardId },
      { outcome: 'rejected', code: 'filename_taken' },
      { outcome: 'accepted', duplicateOf: 'a.jpg' },
    ]);
    expect(await objectsOf(batch)).toHaveLength(2);
    await api.call('PATCH', `/api/v1/batches/${batch}`, { templateId: 'free-text' });
    expect((await api.call('POST', `/api/v1/batches/${batch}/start`)).status).toBe(202);
    expect((await api.upload(path, [['a.jpg', jpeg(1)]])).json.files).toMatchObject([
      { outcome: 'duplicate', cardId },
    ]);
    expect(await api.upload(path, [['new.jpg', jpeg(3)]])).toMatchObject({
      status: 409,
      json: { code: 'batch_started' },
    });
    expect(await objectsOf(batch)).toHaveLength(2);
  });

  it('makes one card of twenty parallel sends of the same file', async () => {
    const batch = await newDraft();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.upload(`/api/v1/batches/${batch}/files`, [['same.jpg', jpeg(7)]])),
    );
    const files = answers.flatMap((answer) => answer.json.files);
    expect(files.filter((file) => file.outcome === 'accepted')).toHaveLength(1);
    expect(files.filter((file) => file.outcome === 'duplicate')).toHaveLength(19);
    expect(new Set(files.map((file) => file.cardId)).size).toBe(1);
    expect(await objectsOf(batch)).toHaveLength(1);
  });

  it('takes a thousand and more files in one request', async () => {
    const files = Array.from({ length: 1_100 }, (_, i) => [`${i}.jpg`, jpeg(i, 300)] as const);
    const answer = await api.upload('/api/v1/upload', [['title', 'many'], ...files]);
    expect(answer.json).toMatchObject({ accepted: 1_100, rejected: 0 });
    expect(answer.json.files[1_099].filename).toBe('1099.jpg');
  });

  it.each([
    ['../../etc/passwd.jpg', 'passwd.jpg'],
    ['C:\\scans\\0001.jpg', '0001.jpg'],
    ['Krüger – Öl 🎵.jpg', 'Krüger – Öl 🎵.jpg'],
    ['gpj.\u202Egnp.exe.jpg', 'gpj.gnp.exe.jpg'],
    [`${'x'.repeat(4_000)}.jpg`, `${'x'.repeat(251)}.jpg`],
    ['...', 'card'],
  ])('cleans the name %s', async (sent, kept) => {
    const answer = await api.upload('/api/v1/upload', [
      ['title', 'names'],
      [sent, jpeg(1)],
    ]);
    expect(answer.json.files[0]).toMatchObject({ filename: kept, outcome: 'accepted' });
    if (sent !== kept) expect(answer.json.files[0].originalName).toBeDefined();
    const found = await api.call(
      'GET',
      `/batches-static/${answer.json.batch}/${encodeURIComponent(kept)}?variant=original`,
    );
    expect(found.status).toBe(200);
  });

  it('takes a NUL out of a name', async () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\ncontent-disposition: form-data; name="title"\r\n\r\nnul\r\n'),
      Buffer.from('--x\r\ncontent-disposition: form-data; name="files"; filename="a\u0000b.jpg"\r\n\r\n'),
      jpeg(1),
      Buffer.from('\r\n--x--\r\n'),
    ]);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await fetch(`${api.url}/api/v1/upload`, { method: 'POST', headers, body });
    expect((await toAnswer(answer)).json.files).toMatchObject([{ filename: 'ab.jpg', outcome: 'accepted' }]);
  });

  it('makes one card a page of a TIFF, all in one file, up to the limit', async () => {
    const page = (n: number) => ({ lines: [`Seite ${n}`], width: 600, height: 300 });
    const batch = await newDraft();
    const path = `/api/v1/batches/${batch}/files`;
    const tiff = await multiPageTiff([1, 2, 3].map(page));
    const answer = await api.upload(path, [['band.tif', tiff]]);
    expect(answer.json.files).toMatchObject([{ filename: 'band.tif', outcome: 'accepted' }]);
    const cards = await api.call('GET', `/api/v1/batches/${batch}/files`);
    expect(cards.json.items.map((card: { filename: string }) => card.filename)).toEqual([
      'band.p1.tif',
      'band.p2.tif',
      'band.p3.tif',
    ]);
    expect(await objectsOf(batch)).toHaveLength(1);
    const more = await multiPageTiff([1, 2, 3, 4].map(page));
    expect((await api.upload(path, [['more.tif', more]])).json.files).toMatchObject([
      { outcome: 'rejected', code: 'too_many_pages' },
    ]);
    expect(await objectsOf(batch)).toHaveLength(1);
  });
});

describe('a sender that goes away', () => {
  it('leaves what was accepted and nothing of the file in hand', async () => {
    const batch = await newDraft();
    const leaving = new AbortController();
    async function* body() {
      yield Buffer.from('--x\r\ncontent-disposition: form-data; name="files"; filename="whole.jpg"\r\n\r\n');
      yield jpeg(1);
      yield Buffer.from(
        '\r\n--x\r\ncontent-disposition: form-data; name="files"; filename="half.jpg"\r\n\r\n',
      );
      for (let i = 0; i < 4; i += 1) yield jpeg(2, 64 * 1024);
      await waitFor(async () => (await api.db.findBatch(batch))?.fileCount === 1);
      leaving.abort();
      yield jpeg(2, 64 * 1024);
    }
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const init: RequestInit = {
      method: 'POST',
      headers,
      body: ReadableStream.from(body()),
      signal: leaving.signal,
      duplex: 'half',
    };
    await expect(fetch(`${api.url}/api/v1/batches/${batch}/files`, init)).rejects.toThrow('abort');
    await waitFor(async () => (await objectsOf(batch)).length === 1);
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json.fileCount).toBe(1);
    // Sent again it is all there, once.
    const again = await api.upload(`/api/v1/batches/${batch}/files`, [
      ['whole.jpg', jpeg(1)],
      ['half.jpg', jpeg(2)],
    ]);
    expect(again.json).toMatchObject({ accepted: 1, duplicates: 1 });
  });
});

const REAL = join(import.meta.dirname, '../../../../../shared/data/odd-files');
if (!existsSync(REAL)) console.warn(`SKIPPED: real odd files: ${REAL} is not there`);
describe.skipIf(!existsSync(REAL))('real odd files', () => {
  it('are accepted or refused by their bytes, not by their names', async () => {
    const names = readdirSync(REAL).filter((name) => !name.endsWith('.tsv'));
    const wide = await apiUnderTest();
    try {
      const answer = await wide.upload('/api/v1/upload', [
        ['title', 'odd'],
        ...names.map((name) => [name, readFileSync(join(REAL, name))] as const),
      ]);
      for (const file of answer.json.files) {
        const refused = /\.(heic|svg|gif|pdf|avif|bmp|jp2)$/.test(file.filename);
        expect
          .soft(file, file.filename)
          .toMatchObject(
            refused ? { outcome: 'rejected', code: 'unsupported_type' } : { outcome: 'accepted' },
          );
      }
      const cards = await wide.call('GET', `/api/v1/batches/${answer.json.batch}/files?limit=500`);
      const pages = (stem: string) =>
        cards.json.items.filter((card: { filename: string }) => card.filename.startsWith(stem)).length;
      expect(pages('fax_g3_1bit_multipage')).toBe(2);
      expect(pages('tiff_ome_multipage')).toBe(15);
    } finally {
      await wide.close();
    }
  });
});
