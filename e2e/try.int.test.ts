import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { apiConfig, startApi } from '@cardmill/api';
import { Batch, TryReply } from '@cardmill/contracts';
import { createFakeRecogniser, startWorker, workerConfig } from '@cardmill/ocr-worker';
import { createLogger } from '@cardmill/server-kit';
import { drawCard, freshDatabase, freshRedis } from '@cardmill/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

// The API, a worker that counts what it reads, and nothing between the two but PostgreSQL, Redis and the store.
const logger = createLogger({ service: 'test', level: 'silent' });
const recogniser = createFakeRecogniser((_image, _options, call) => ({
  kind: 'read',
  lines: [`Komponist: Nummer${call}`, 'Titel: Messe'],
}));
const undo: (() => unknown)[] = [];
let url: string;
let batch: string;

beforeAll(async () => {
  const [database, redis, dir] = await Promise.all([
    freshDatabase(),
    freshRedis(),
    mkdtemp(join(tmpdir(), 'cardmill-try-')),
  ]);
  undo.push(() => Promise.all([database.close(), redis.close(), rm(dir, { recursive: true, force: true })]));
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, STORE: `file://${dir}` };
  const api = await startApi(apiConfig.parse({ ...env, PORT: '0' }), { logger });
  undo.push(() => api.close());
  // It looks by itself every minute: what comes sooner was rung for.
  const config = workerConfig.parse({ ...env, WORKER_ID: 'w', IDLE_POLL_MS: '60000' });
  const worker = await startWorker(config, { logger, recogniser });
  undo.push(() => worker.close());
  url = api.url;
  const made = await post('/api/v1/batches', { title: 'Sample', languages: ['deu'] });
  batch = Batch.parse(await made.json()).name;
  const form = new FormData();
  for (let n = 0; n < 4; n += 1) {
    const { data } = await drawCard({ lines: [`Karte ${n}`], width: 600, height: 200 });
    form.append('files', new Blob([new Uint8Array(data)]), `${n}.png`);
  }
  const sent = await fetch(`${url}/api/v1/batches/${batch}/files`, { method: 'POST', body: form });
  if (sent.status !== 201) throw new Error(`nothing was accepted: ${await sent.text()}`);
});
afterAll(async () => {
  for (const release of undo.toReversed()) await release();
});

const post = (path: string, body: unknown) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function trial(body: object): Promise<TryReply> {
  const answer = await post('/api/v1/templates/free-text/try', { batch, ...body });
  return TryReply.parse(await answer.json());
}

it('reads a draft’s cards once, at once, whichever fields are tried on them', async () => {
  const first = await trial({ fields: [{ label: 'Komponist' }] });
  expect(first).toMatchObject({ waiting: 0, report: { cards: 4 } });
  expect(first.cards.map((card) => card.fields['komponist']?.value)).toEqual([
    expect.stringContaining('Nummer'),
    expect.stringContaining('Nummer'),
    expect.stringContaining('Nummer'),
    expect.stringContaining('Nummer'),
  ]);
  const calls = recogniser.calls();
  expect(calls).toBeGreaterThanOrEqual(4);
  const second = await trial({ fields: [{ label: 'Titel' }] });
  expect(second.cards.map((card) => card.fields['titel']?.value)).toEqual(Array(4).fill('Messe'));
  expect(recogniser.calls()).toBe(calls);
});

it('reads with other languages what was not read with them yet', async () => {
  const english = { languages: ['eng'], filenames: ['1.png'] };
  const before = recogniser.calls();
  await trial(english);
  const after = recogniser.calls();
  expect(after).toBeGreaterThan(before);
  await trial(english);
  expect(recogniser.calls()).toBe(after);
});
