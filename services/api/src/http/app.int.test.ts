import { bulkyFile, freshRedis, waitFor } from '@cardmill/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const draft = async (body: object = {}) =>
  (await api.call('POST', '/api/v1/batches', { title: 'Karten', ...body })).json;
const card = (n: number) => [`${n}.jpg`, bulkyFile(400, n)] as const;

describe('health', () => {
  it('is exactly as agreed and touches nothing', async () => {
    const answer = await api.call('GET', '/api/v1/health');
    expect(answer.text).toBe('{"status":"OK","version":"0.1.0"}');
    expect((await api.call('GET', '/api/v1/health/health')).status).toBe(404);
  });

  it('is ready with all its dependencies', async () => {
    const answer = await api.call('GET', '/api/v1/health/ready');
    expect(answer.json).toEqual({
      ready: true,
      dependencies: { database: true, redis: true, storage: true },
    });
  });

  it('names what fails, and serves on without Redis', async () => {
    const redis = await freshRedis();
    const lame = await apiUnderTest({ REDIS_URL: redis.url });
    try {
      await waitFor(async () => (await lame.call('GET', '/api/v1/health/ready')).status === 200);
      await redis.stop();
      const answer = await lame.call('GET', '/api/v1/health/ready');
      expect(answer.status).toBe(503);
      expect(answer.json).toMatchObject({
        code: 'redis_unavailable',
        ready: false,
        dependencies: { database: true, redis: false, storage: true },
      });
      const started = Date.now();
      const { batch } = await startedBatch(lame, 2);
      expect((await lame.call('POST', `/api/v1/batches/${batch}/cancel`)).status).toBe(202);
      expect(Date.now() - started).toBeLessThan(5_000);
    } finally {
      await lame.close();
      await redis.close();
    }
  });

  it('is not ready with a Redis that is full, and is again when there is room', async () => {
    const redis = await freshRedis();
    const full = new Redis(redis.url);
    const lame = await apiUnderTest({ REDIS_URL: redis.url });
    const ready = async () => (await lame.call('GET', '/api/v1/health/ready')).status === 200;
    try {
      await waitFor(ready);
      await full.config('SET', 'maxmemory', '1kb');
      expect(await ready()).toBe(false);
      await full.config('SET', 'maxmemory', '0');
      await waitFor(ready);
    } finally {
      full.disconnect();
      await lame.close();
      await redis.close();
    }
  });

  it('answers 503 without a database, and lives on', async () => {
    const lame = await apiUnderTest({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing' });
    try {
      expect(await lame.call('GET', '/api/v1/batches')).toMatchObject({
        status: 503,
        json: { code: 'database_unavailable' },
      });
      const files = await lame.upload('/api/v1/upload', [['title', 'x'], card(1)]);
      expect(files).toMatchObject({ status: 503, json: { code: 'database_unavailable' } });
      expect((await lame.call('GET', '/api/v1/health')).status).toBe(200);
    } finally {
      await lame.close();
    }
  });
});

describe('every answer', () => {
  it('carries a request id, its own or the sender’s', async () => {
    const own = await api.call('GET', '/api/v1/health');
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const sent = await api.call('GET', '/api/v1/batches/x', undefined, { 'x-request-id': 'station-7' });
    expect(sent.headers.get('x-request-id')).toBe('station-7');
    expect(sent.json.instance).toBe('station-7');
  });

  it('is a problem document when it fails', async () => {
    const missing = await api.call('GET', '/api/v1/nothing');
    expect(missing.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(missing.json).toMatchObject({ status: 404, code: 'not_found', title: expect.any(String) });
    const wrong = await api.call('PUT', '/api/v1/batches');
    expect(wrong).toMatchObject({ status: 405, json: { code: 'method_not_allowed' } });
    expect(wrong.headers.get('allow')).toBe('GET, POST, HEAD');
    expect((await api.call('GET', '/api/v1/batches/%E0%A4%A')).json.code).toBe('invalid_request');
  });

  it('says what is wrong with a request', async () => {
    const bad = await api.call('POST', '/api/v1/batches', { title: '', colour: 'red' });
    expect(bad.json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(bad.json.errors.map((error: { path: string }) => error.path)).toContain('body.title');
    const send = (body: string, type = 'application/json') =>
      fetch(`${api.url}/api/v1/batches`, { method: 'POST', body, headers: { 'content-type': type } });
    expect(await (await send('{"title":')).json()).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await (await send('title=x', 'text/plain')).json()).toMatchObject({ status: 415 });
    expect(await (await send(`"${'x'.repeat(9_000_000)}"`)).json()).toMatchObject({ status: 413 });
    expect(await (await send('{"title":"a\\u0000b"}')).json()).toMatchObject({ status: 400 });
    expect((await api.call('GET', '/api/v1/batches?q=%00')).status).toBe(400);
    expect((await api.call('GET', '/api/v1/batches?status=odd')).status).toBe(400);
  });

  it('refuses to change anything for a page of another origin', async () => {
    const from = (origin: string) => api.call('POST', '/api/v1/batches', { title: 'x' }, { origin });
    expect(await from('https://evil.example')).toMatchObject({
      status: 403,
      json: { code: 'origin_refused' },
    });
    expect((await from('http://localhost:5173')).status).toBe(201);
  });

  it('is logged with its id and batch, never with what was sent', async () => {
    const { name } = await draft();
    const secret = `Geheim${Date.now()}`;
    await api.call('PATCH', `/api/v1/batches/${name}`, { title: secret }, { 'x-request-id': 'log-1' });
    await api.call('GET', `/api/v1/batches?q=${secret}`);
    await waitFor(() => api.logs.some((line) => line.includes('"log-1"') && line.includes('"request"')));
    const line = JSON.parse(api.logs.findLast((entry) => entry.includes('"log-1"')) ?? '{}');
    expect(line).toMatchObject({ requestId: 'log-1', batch: name, method: 'PATCH', status: 200 });
    expect(api.logs.join('')).not.toContain(secret);
  });
});

describe('batches', () => {
  it('are made, listed newest first, changed and frozen by the start', async () => {
    const made = await draft({ title: 'Größe', station: 'S1', languages: ['eng', 'deu'] });
    expect(made).toMatchObject({ status: 'draft', run: 0, fileCount: 0, station: 'S1', fields: [] });
    expect(made.id).toBeUndefined();
    const list = await api.call('GET', '/api/v1/batches?limit=1&station=S1');
    expect(list.json.items.map((item: { name: string }) => item.name)).toEqual([made.name]);
    const history = await api.call('GET', '/api/v1/batches/history?q=gr%C3%B6%C3%9Fe&status=draft,queued');
    expect(history.json.items).toHaveLength(1);
    const patched = await api.call('PATCH', `/api/v1/batches/${made.name}`, {
      fields: [{ label: 'Komponist' }, { label: 'Jahr', pattern: '[0-9]{4}' }],
    });
    expect(patched.json.fields).toMatchObject([{ key: 'komponist', kind: 'text' }, { key: 'jahr' }]);
    await api.upload(`/api/v1/batches/${made.name}/files`, [card(1)]);
    const started = await api.call('POST', `/api/v1/batches/${made.name}/start`);
    expect(started).toMatchObject({ status: 202, json: { batch: made.name, changed: 1 } });
    expect((await api.call('GET', `/api/v1/batches/${made.name}`)).json).toMatchObject({ run: 1 });
    for (const [method, path, body] of [
      ['PATCH', '', { title: 'x' }],
      ['POST', '/start', undefined],
      ['DELETE', '/files/1.jpg', undefined],
    ] as const) {
      expect(await api.call(method, `/api/v1/batches/${made.name}${path}`, body)).toMatchObject({
        status: 409,
        json: { code: 'batch_started' },
      });
    }
  });

  it('are changed by nobody unseen who says which version they saw', async () => {
    const { name, version } = await draft();
    const path = `/api/v1/batches/${name}`;
    const patch = (body: object, match?: string) =>
      api.call('PATCH', path, body, match === undefined ? {} : { 'if-match': match });
    const both = await Promise.all(['one', 'two'].map((title) => patch({ title }, `"${version}"`)));
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412]);
    const won = both.find(({ status }) => status === 200);
    expect(won?.json.version).toBe(version + 1);
    expect(won?.headers.get('etag')).toBe(`"${version + 1}"`);
    expect(both.find(({ status }) => status === 412)?.json.code).toBe('version_changed');
    expect((await api.call('GET', path)).json).toMatchObject({
      title: won?.json.title,
      version: version + 1,
    });
    // Whoever says nothing has the last word, and moves the version for those who do.
    expect((await patch({ languages: ['eng'] })).json.version).toBe(version + 2);
    expect(await patch({ title: 'late' }, `"${version + 1}"`)).toMatchObject({ status: 412 });
    expect(await patch({ title: 'any' }, '*')).toMatchObject({ status: 412 });
    expect((await api.call('GET', path)).json).toMatchObject({ languages: ['eng'], version: version + 2 });
    await patch({ templateId: 'free-text' });
    await api.upload(`${path}/files`, [card(1)]);
    await api.call('POST', `${path}/start`);
    expect(await patch({ title: 'x' }, '"1"')).toMatchObject({
      status: 409,
      json: { code: 'batch_started' },
    });
  });

  it('pages by `next`', async () => {
    for (let i = 0; i < 3; i += 1) await draft({ station: 'Seiten' });
    const first = await api.call('GET', '/api/v1/batches?station=Seiten&limit=2');
    const second = await api.call('GET', `/api/v1/batches?station=Seiten&limit=2&after=${first.json.next}`);
    expect([first.json.items.length, second.json.items.length, second.json.next]).toEqual([2, 1, null]);
  });

  it('are started only with cards and a choice of fields', async () => {
    const { name } = await draft();
    const start = () => api.call('POST', `/api/v1/batches/${name}/start`);
    expect(await start()).toMatchObject({ status: 422, json: { code: 'fields_missing' } });
    await api.call('PATCH', `/api/v1/batches/${name}`, { templateId: 'free-text' });
    expect(await start()).toMatchObject({ status: 422, json: { code: 'batch_empty' } });
    await api.upload(`/api/v1/batches/${name}/files`, [card(1)]);
    expect((await start()).status).toBe(202);
  });

  it('refuse a template, a language and a pattern that do not exist', async () => {
    const bad = (body: object) => api.call('POST', '/api/v1/batches', { title: 'x', ...body });
    expect((await bad({ templateId: 'nothing' })).json.code).toBe('template_unknown');
    expect((await bad({ languages: ['tlh'] })).json.code).toBe('language_missing');
    expect((await bad({ fields: [{ label: 'a', pattern: '(?=x)' }] })).json.code).toBe('pattern_invalid');
    const languages = (await api.call('GET', '/api/v1/languages')).json.items;
    expect(languages).toContainEqual({ code: 'deu', name: 'German' });
  });

  it('are deleted, also while they run', async () => {
    const { batch, cardIds } = await startedBatch(api, 2);
    const claim = await api.db.work.claim(cardIds[0] ?? '', 'w', 30_000);
    expect((await api.call('DELETE', `/api/v1/batches/${batch}`)).status).toBe(204);
    for (const path of ['', '/results', '/files', '/export']) {
      expect((await api.call('GET', `/api/v1/batches/${batch}${path}`)).json.code).toBe('batch_not_found');
    }
    if (claim === null) throw new Error('no claim');
    expect(await api.db.work.heartbeat(claim, 1_000)).toBe(false);
    expect((await api.call('DELETE', `/api/v1/batches/${batch}`)).status).toBe(404);
  });

  it('lose a file while they are drafts', async () => {
    const { name } = await draft();
    await api.upload(`/api/v1/batches/${name}/files`, [card(1), card(2)]);
    expect((await api.call('DELETE', `/api/v1/batches/${name}/files/1.jpg`)).status).toBe(204);
    expect((await api.call('DELETE', `/api/v1/batches/${name}/files/1.jpg`)).json.code).toBe(
      'card_not_found',
    );
    expect((await api.call('GET', `/api/v1/batches/${name}`)).json.fileCount).toBe(1);
  });
});

describe('actions', () => {
  it('cancel at once and keep what was read; resume the rest; retry the failed; restart all', async () => {
    const { batch, cardIds } = await startedBatch(api, 4);
    const [a = '', b = '', c = '', d = ''] = cardIds;
    const act = (kind: string, body?: object) => api.call('POST', `/api/v1/batches/${batch}/${kind}`, body);
    await readCard(api, a, { text: 'gelesen' });
    await readCard(api, b, { error: 'image_corrupt' });
    expect(await act('resume')).toMatchObject({ status: 409, json: { code: 'state_forbids' } });
    expect((await act('cancel', { run: 7 })).json.code).toBe('run_changed');
    expect((await act('cancel', { run: 1 })).json).toEqual({ batch, changed: 2 });
    const cancelled = (await api.call('GET', `/api/v1/batches/${batch}`)).json;
    expect(cancelled).toMatchObject({
      status: 'cancelled',
      counts: { succeeded: 1, failed: 1, cancelled: 2 },
    });
    expect((await act('cancel')).json.code).toBe('state_forbids');
    expect((await act('resume')).json.changed).toBe(2);
    await readCard(api, c, { text: 'c' });
    await readCard(api, d, { text: 'd' });
    expect((await act('retry')).json.changed).toBe(1);
    await readCard(api, b, { error: 'image_corrupt' });
    expect((await act('retry-image/nobody.jpg')).json.code).toBe('card_not_found');
    expect((await act('retry-image/2.jpg')).json.changed).toBe(1);
    await readCard(api, b, { text: 'b' });
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json.status).toBe('completed');
    expect((await act('restart')).json.changed).toBe(4);
    expect((await api.call('GET', `/api/v1/batches/${batch}/results`)).json).toHaveLength(4);
  });

  it('are 404 for a batch that is not there', async () => {
    for (const kind of ['start', 'cancel', 'resume', 'retry', 'restart', 'retry-image/a.jpg', 're-extract']) {
      const answer = await api.call('POST', `/api/v1/batches/none_20260101-000000_00000000/${kind}`);
      expect(answer.json.code, kind).toBe('batch_not_found');
    }
  });
});

describe('templates', () => {
  it('survive saving and loading with every part', async () => {
    const input = {
      name: 'Bänder',
      fields: [
        {
          label: 'Titel',
          key: 'title',
          kind: 'choice',
          synonyms: ['Tit.'],
          zone: { x: 0, y: 0.1, width: 0.5, height: 0.2 },
          pattern: 'a+',
          vocabulary: ['Walzer'],
          required: true,
        },
      ],
      languages: ['deu'],
      options: { segmentation: 'sparse' },
    };
    const made = await api.call('POST', '/api/v1/templates', input);
    expect(made.status).toBe(201);
    const path = `/api/v1/templates/${made.json.id}`;
    expect((await api.call('GET', path)).json).toMatchObject({ ...input, builtIn: false });
    const put = await api.call('PUT', path, { ...input, name: 'anders', fields: [{ label: 'Nur eins' }] });
    expect(put.json).toMatchObject({ name: 'anders', fields: [{ key: 'nur-eins' }] });
    expect((await draft({ templateId: made.json.id })).languages).toEqual(['deu']);
    expect((await api.call('DELETE', path)).status).toBe(204);
    expect(await api.call('GET', path)).toMatchObject({ status: 404, json: { code: 'template_not_found' } });
    expect((await api.call('DELETE', path)).status).toBe(404);
  });

  it('that are built in cannot be changed', async () => {
    const { items } = (await api.call('GET', '/api/v1/templates')).json;
    expect(items.length).toBeGreaterThan(3);
    expect(items[0]).toMatchObject({ id: 'free-text', builtIn: true, fields: [] });
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { name: 'x', fields: [] } : undefined;
      expect((await api.call(method, '/api/v1/templates/free-text', body)).json.code).toBe(
        'template_built_in',
      );
    }
  });
});

describe('the metrics', () => {
  it('count requests by route', async () => {
    const metrics = await api.call('GET', '/metrics');
    expect(metrics.text).toContain('cardmill_http_request_seconds');
    expect(metrics.text).toContain('route="/api/v1/batches/{batch}"');
  });
});
