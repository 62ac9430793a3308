import { corruptCard, drawCard, multiPageTiff, truncatedCard, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type RunningCardmill, startCardmill } from './support/cardmill.ts';
import { type Client, createClient, problemOf } from './support/client.ts';
import { numbersOf, watchBatch } from './support/watcher.ts';

// The seeds of the system, over the running services as a person starts them: real PostgreSQL, Redis and engine.
let cardmill: RunningCardmill;
let client: Client;
let bach: Uint8Array;
let haydn: Uint8Array;
beforeAll(async () => {
  cardmill = await startCardmill({ workers: 2 });
  client = createClient(cardmill.url);
  bach = (await drawCard({ lines: ['Komponist: Bach', 'Titel: Kantate', 'Signatur: Spez.12.345'] })).data;
  haydn = (await drawCard({ lines: ['Komponist: Haydn', 'Titel: Messe', 'Signatur: Spez.12.346'] })).data;
});
afterAll(() => cardmill.close());

const fields = [{ label: 'Komponist' }, { label: 'Titel' }, { label: 'Signatur' }];

async function draftOf(files: { name: string; bytes: Uint8Array }[], title = 'Musik'): Promise<string> {
  const draft = await client.createBatch({ title, fields, languages: ['deu'] });
  await client.upload({ batch: draft.name }, files);
  return draft.name;
}

describe('health', () => {
  it('is as specified, and the doubled path is unknown', async () => {
    const reply = await client.request('/api/v1/health');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-request-id')).toMatch(/\S/);
    expect(await reply.json()).toEqual({ status: 'OK', version: '0.1.0' });
    expect((await client.request('/api/v1/health/health')).status).toBe(404);
  });

  it('says ready once everything answers, and serves the pages, the document and metrics', async () => {
    expect((await client.request('/api/v1/health/ready')).status).toBe(200);
    expect(await (await client.request('/')).text()).toContain('<div id="root">');
    const document = (await (await client.request('/api/v1/openapi.json')).json()) as { openapi: string };
    expect(document.openapi).toMatch(/^3\.1/);
  });
});

describe('a draft', () => {
  it('is made by the first upload, says how many files, and loses them again', async () => {
    const reply = await client.uploadRaw({ title: 'Kästchen Süd', station: 'Platz 1' }, [
      { name: 'a.png', bytes: bach },
      { name: 'b.png', bytes: haydn },
    ]);
    expect(reply.status).toBe(201);
    const upload = (await reply.json()) as { batch: string; accepted: number; files: unknown[] };
    expect(upload.batch).toMatch(/^kaestchen-sued_\d{8}-\d{6}_[0-9a-f]{8}$/);
    expect(upload).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: 0,
      files: [{ outcome: 'accepted' }, { outcome: 'accepted' }],
    });
    expect(await client.batch(upload.batch)).toMatchObject({
      status: 'draft',
      fileCount: 2,
      station: 'Platz 1',
    });

    expect((await client.send('DELETE', `/api/v1/batches/${upload.batch}/files/a.png`)).status).toBe(204);
    expect(await client.batch(upload.batch)).toMatchObject({ fileCount: 1 });
    expect((await client.request(`/batches-static/${upload.batch}/a.png?variant=original`)).status).toBe(404);
    expect((await client.send('DELETE', `/api/v1/batches/${upload.batch}`)).status).toBe(204);
    expect((await client.request(`/api/v1/batches/${upload.batch}`)).status).toBe(404);
    expect((await client.request(`/batches-static/${upload.batch}/b.png?variant=original`)).status).toBe(404);
  });

  it('flags a bad scan before anybody starts, and does not start without fields or cards', async () => {
    const { batch } = await client.upload({ title: 'Ohne Felder' }, [
      { name: 'cut.jpg', bytes: await truncatedCard() },
    ]);
    await waitFor(async () => (await client.batch(batch)).counts.failed === 1);
    const noFields = await client.send('POST', `/api/v1/batches/${batch}/start`);
    expect(noFields.status).toBe(422);
    expect((await problemOf(noFields)).code).toBe('fields_missing');
    const empty = await client.createBatch({ title: 'Leer', templateId: 'free-text' });
    const noCards = await client.send('POST', `/api/v1/batches/${empty.name}/start`);
    expect((await problemOf(noCards)).code).toBe('batch_empty');
  });
});

describe('templates', () => {
  it('survive saving and loading in every part', async () => {
    const template = {
      name: 'Musik',
      fields: [
        {
          label: 'Komponist',
          key: 'komponist',
          kind: 'text',
          synonyms: ['Komp.'],
          zone: { x: 0, y: 0.1, width: 0.5, height: 0.2 },
          pattern: String.raw`^\p{Lu}.+$`,
          vocabulary: ['Bach', 'Haydn'],
          required: true,
        },
        {
          label: 'Jahr',
          key: 'jahr',
          kind: 'number',
          synonyms: [],
          zone: null,
          pattern: null,
          vocabulary: [],
          required: false,
        },
      ],
      languages: ['deu', 'lat'],
      options: { segmentation: 'column' },
    };
    const made = await client.send('POST', '/api/v1/templates', template);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const loaded = (await (await client.request(`/api/v1/templates/${id}`)).json()) as object;
    expect(loaded).toMatchObject({ id, builtIn: false, ...template });
    expect((await client.send('PUT', '/api/v1/templates/free-text', template)).status).toBe(409);
    expect((await client.send('DELETE', `/api/v1/templates/${id}`)).status).toBe(204);
    expect((await client.request(`/api/v1/templates/${id}`)).status).toBe(404);
  });
});

describe('a run', () => {
  it('is told over the socket card by card: percent, X of Y, and always an end', async () => {
    const name = await draftOf([
      { name: '1.png', bytes: bach },
      { name: '2.jpg', bytes: await corruptCard() },
      { name: '3.png', bytes: haydn },
    ]);
    const watching = await watchBatch(cardmill.url, name);
    try {
      expect(await client.act(name, 'start')).toMatchObject({ batch: name });
      const last = await watching.ended();
      expect(last).toMatchObject({
        status: 'completed',
        total: 3,
        current: 3,
        succeeded: 2,
        failed: 1,
        percentage: 100,
        etaSeconds: 0,
      });
      expect(watching.cards.map((card) => card.seq)).toEqual(
        watching.cards.map((card) => card.seq).toSorted((a, b) => a - b),
      );
      expect(numbersOf(watching)).toEqual(Array.from({ length: last.seq }, (_, i) => i + 1));
    } finally {
      watching.close();
    }
    const rows = await client.results(name, '?include=words');
    expect(rows.map((row) => row.status)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(rows[0]).toMatchObject({
      filename: '1.png',
      position: 1,
      fields: { komponist: { value: 'Bach', verified: null, edit: null } },
    });
    expect(rows[0]?.words?.length).toBeGreaterThan(5);
    expect(rows[1]).toMatchObject({ error: { code: expect.stringMatching(/^image_/) }, text: null });
    for (const filename of ['1.png', '2.jpg']) {
      const original = await client.request(`/batches-static/${name}/${filename}?variant=original`);
      expect(original.status).toBe(200);
      expect(original.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(original.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await client.request(`/batches-static/${name}/1.png`)).headers.get('content-type')).toBe(
      'image/jpeg',
    );
    expect((await client.request('/api/v1/batches/nobody_20260101-000000_00000000/results')).status).toBe(
      404,
    );
  });

  it('ends with a terminal message when nothing can be read, also before the first card', async () => {
    const name = await draftOf([{ name: 'a.jpg', bytes: await truncatedCard() }]);
    await waitFor(async () => (await client.batch(name)).counts.failed === 1);
    const watching = await watchBatch(cardmill.url, name);
    try {
      await client.act(name, 'start');
      expect(await watching.ended()).toMatchObject({
        status: 'failed',
        percentage: 100,
        failed: 1,
        succeeded: 0,
      });
    } finally {
      watching.close();
    }
  });

  it('retries only what failed, all or one, and a new scan takes a bad one’s place', async () => {
    const bad = await truncatedCard();
    const name = await draftOf([
      { name: 'good.png', bytes: bach },
      { name: 'bad.jpg', bytes: bad },
      { name: 'worse.jpg', bytes: await corruptCard() },
    ]);
    await client.act(name, 'start');
    await client.ended(name);
    expect(await client.act(name, 'retry')).toMatchObject({ changed: 2 });
    expect(await client.ended(name)).toMatchObject({ run: 2, errorCount: 2, counts: { succeeded: 1 } });
    expect(await client.act(name, 'retry-image/bad.jpg', { run: 2 })).toMatchObject({ changed: 1 });
    await client.ended(name);
    const stale = await client.send('POST', `/api/v1/batches/${name}/retry-image/bad.jpg`, { run: 2 });
    expect((await problemOf(stale)).code).toBe('run_changed');

    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(haydn)]), 'new-scan.png');
    const put = await client.request(`/api/v1/batches/${name}/files/bad.jpg`, { method: 'PUT', body: form });
    expect(put.status).toBe(200);
    expect(await put.json()).toMatchObject({ filename: 'bad.jpg', outcome: 'accepted' });
    await waitFor(async () => (await client.batch(name)).counts.succeeded === 2, { timeoutMs: 60_000 });
    const rows = await client.results(name);
    expect(rows.find((row) => row.filename === 'bad.jpg')).toMatchObject({
      status: 'succeeded',
      fields: { komponist: { value: 'Haydn' } },
    });
  });

  it('cancels at once, keeps what was read, and resumes without uploading again', async () => {
    const name = await draftOf(
      Array.from({ length: 12 }, (_, i) => ({ name: `${i}.png`, bytes: i % 2 === 0 ? bach : haydn })),
    );
    const watching = await watchBatch(cardmill.url, name);
    try {
      await client.act(name, 'start');
      await waitFor(() => watching.cards.length >= 1, { timeoutMs: 60_000 });
      const { changed } = await client.act(name, 'cancel');
      const cancelled = await client.batch(name);
      expect(cancelled.status).toBe('cancelled');
      expect(cancelled.counts).toMatchObject({
        cancelled: changed,
        queued: 0,
        processing: 0,
        succeeded: 12 - changed,
      });
      await client.act(name, 'resume');
      expect(await client.ended(name)).toMatchObject({ status: 'completed', counts: { succeeded: 12 } });
      await watching.ended();
      expect(watching.state().outcomes.size).toBe(12);
    } finally {
      watching.close();
    }
  });

  it('reads every page of a TIFF as a card', async () => {
    const tiff = await multiPageTiff([{ lines: ['Komponist: Bach'] }, { lines: ['Komponist: Haydn'] }]);
    const name = await draftOf([{ name: 'Lade.tif', bytes: tiff }]);
    await client.act(name, 'start');
    await client.ended(name);
    const rows = await client.results(name);
    expect(rows.map((row) => [row.filename, row.page, row.fields['komponist']?.value])).toEqual([
      ['Lade.p1.tif', 1, 'Bach'],
      ['Lade.p2.tif', 2, 'Haydn'],
    ]);
  });
});

describe('whoever drops off', () => {
  it('comes back and has missed nothing', async () => {
    const name = await draftOf(
      Array.from({ length: 8 }, (_, i) => ({ name: `${i}.png`, bytes: i % 2 === 0 ? bach : haydn })),
    );
    const watching = await watchBatch(cardmill.url, name);
    try {
      await client.act(name, 'start');
      await waitFor(() => watching.cards.length >= 1, { timeoutMs: 60_000 });
      watching.socket.disconnect();
      await client.ended(name);
      watching.socket.connect();
      const last = await watching.ended();
      expect(numbersOf(watching)).toEqual(Array.from({ length: last.seq }, (_, i) => i + 1));
      expect(watching.state().outcomes.size).toBe(8);
    } finally {
      watching.close();
    }
  });
});

describe('people’s work', () => {
  it('is kept beside the machine’s, guarded by the version, and exported safely', async () => {
    const name = await draftOf([{ name: 'a.png', bytes: bach }]);
    await client.act(name, 'start');
    await client.ended(name);
    const [row] = await client.results(name);
    const path = `/api/v1/batches/${name}/results/a.png`;
    const patch = { fields: { komponist: '=Bach, J. S.\n' } };
    expect((await client.send('PATCH', path, patch)).status).toBe(428);
    const saved = await client.send('PATCH', path, patch, { 'if-match': `"${row?.version ?? 0}"` });
    expect(saved.status).toBe(200);
    expect((await client.send('PATCH', path, patch, { 'if-match': `"${row?.version ?? 0}"` })).status).toBe(
      412,
    );
    await client.act(name, 'restart');
    await client.ended(name);
    const [again] = await client.results(name);
    expect(again?.fields['komponist']).toMatchObject({ value: 'Bach', edit: { value: '=Bach, J. S.\n' } });
    const exported = await client.request(`/api/v1/batches/${name}/export?format=csv`);
    // `text()` would swallow the mark that makes Excel read UTF-8.
    const csv = Buffer.from(await exported.arrayBuffer()).toString('utf8');
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv).toContain(`"'=Bach, J. S."`);
    expect(csv.split(/\r?\n/)[0]).toContain(
      'filename,page,status,confidence,error,verified,Komponist,Komponist (machine),Komponist (confidence)',
    );
  });
});
