import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Batch, BatchProgress, FileEntry, ResultRow } from '@cardmill/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createApi } from './api.ts';
import { download } from './download.ts';
import { uploadFiles } from './upload.ts';
import { watchBatch } from './watch-batch.ts';

type Handler = (req: IncomingMessage, res: ServerResponse, body: string) => void;

const name = 'cards_20261121-070000_0123abcd';
const undo: (() => unknown)[] = [];
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-client-'));
});
afterEach(async () => {
  for (const release of undo.splice(0).toReversed()) await release();
  await rm(dir, { recursive: true, force: true });
});

/** A stand-in for the server; it has no socket. */
async function serve(handler: Handler, signal = new AbortController().signal) {
  const server = createServer((req, res) => {
    void req.toArray().then(
      (chunks: Buffer[]) => handler(req, res, Buffer.concat(chunks).toString('latin1')),
      () => undefined,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const said: string[] = [];
  const origin = `http://127.0.0.1:${port}`;
  const api = createApi({ origin, signal, patienceMs: 2_000, say: (line) => said.push(line) });
  return { api, said };
}

const json = (res: ServerResponse, status: number, body: unknown) => {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const namesIn = (body: string) =>
  [...body.matchAll(/filename(?:\*=UTF-8''|=")([^"\r]+)/g)].map(([, found = '']) =>
    decodeURIComponent(found),
  );
const entries = (names: readonly string[]): { files: FileEntry[] } & Record<string, unknown> => ({
  batch: name,
  files: names.map((filename) => ({ filename, outcome: 'accepted' })),
  accepted: names.length,
  duplicates: 0,
  rejected: 0,
});

async function cards(count: number) {
  const files = Array.from({ length: count }, (_, index) => ({
    path: join(dir, `${index}`),
    name: `${index}.jpg`,
  }));
  for (const file of files) await writeFile(file.path, `bytes of ${file.name}`);
  return files;
}

test('files arrive in order, a few a request; one that broke off is sent again', async () => {
  const requests: string[][] = [];
  let breaks = 2;
  const { api, said } = await serve((req, res, body) => {
    const names = namesIn(body);
    if (requests.length === 1 && breaks > 0) {
      breaks -= 1;
      if (breaks === 1) req.socket.destroy();
      else json(res, 503, { type: 'x', title: 'x', status: 503, code: 'server_unavailable' });
      return;
    }
    requests.push(names);
    json(res, 201, entries(names));
  });
  const files = await cards(45);
  const told: string[] = [];
  await uploadFiles({
    api,
    batch: name,
    files,
    onEntry: (file) => told.push(file.name),
    onUnreadable: () => undefined,
  });
  expect(requests.map((names) => names.length)).toEqual([20, 20, 5]);
  expect(requests.flat()).toEqual(files.map((file) => file.name));
  expect(told).toEqual(requests.flat());
  expect(said).toHaveLength(1);
});

test('a name with quotation marks arrives as it is', async () => {
  let seen: string[] = [];
  const { api } = await serve((_req, res, body) => {
    seen = namesIn(body);
    json(res, 201, entries(seen));
  });
  const path = join(dir, 'x');
  await writeFile(path, 'x');
  const file = { path, name: 'Brief "an Ö".jpg' };
  await uploadFiles({
    api,
    batch: name,
    files: [file],
    onEntry: () => undefined,
    onUnreadable: () => undefined,
  });
  expect(seen).toEqual([file.name]);
});

test('a file that vanished is left out, the others arrive', async () => {
  const { api } = await serve((_req, res, body) => json(res, 201, entries(namesIn(body))));
  const files = await cards(3);
  await rm(files[1]?.path ?? '');
  const [told, left]: string[][] = [[], []];
  await uploadFiles({
    api,
    batch: name,
    files,
    onEntry: (file) => told?.push(file.name),
    onUnreadable: (file) => left?.push(file.name),
  });
  expect(told).toEqual(['0.jpg', '2.jpg']);
  expect(left).toEqual(['1.jpg']);
});

test('a refusal is no reason to try again', async () => {
  let calls = 0;
  const { api } = await serve((_req, res) => {
    calls += 1;
    json(res, 409, { type: 'x', title: 'Frozen.', status: 409, code: 'batch_started' });
  });
  const files = await cards(1);
  await expect(
    uploadFiles({ api, batch: name, files, onEntry: () => undefined, onUnreadable: () => undefined }),
  ).rejects.toMatchObject({ status: 409, code: 'batch_started', message: 'Frozen.' });
  expect(calls).toBe(1);
});

const progress = (seq: number, status: Batch['status'], cancelled = 0): BatchProgress => ({
  batch: name,
  run: 1,
  seq,
  status,
  total: 3,
  current: seq,
  succeeded: Math.max(seq - 1, 0),
  failed: seq > 0 ? 1 : 0,
  cancelled,
  percentage: 0,
  etaSeconds: null,
  cardsPerMinute: null,
  workers: 1,
  waiting: null,
  startedAt: null,
  updatedAt: '2026-11-21T07:00:00.000Z',
  lastResult: null,
  error: null,
});
const batch = (now: BatchProgress): Batch => ({
  name,
  title: 'cards',
  station: '',
  status: now.status,
  run: 1,
  createdAt: now.updatedAt,
  startedAt: null,
  finishedAt: null,
  fileCount: 3,
  counts: { ready: 0, queued: 0, processing: 0, succeeded: 0, failed: 0, cancelled: 0 },
  errorCount: 0,
  fields: [],
  templateId: null,
  languages: ['deu'],
  options: {},
  version: 1,
  progress: now,
});
const row = (seq: number, status: ResultRow['status']): ResultRow => ({
  cardId: `01a1fd14-5765-713f-96e5-a87400f1264${seq}`,
  filename: `${seq}.jpg`,
  page: 1,
  position: Math.max(seq, 1),
  seq,
  version: 1,
  status,
  confidence: status === 'succeeded' ? 90 : null,
  text: null,
  fields: {},
  verified: null,
  flags: [],
  error: status === 'failed' ? { code: 'image_corrupt', message: 'Damaged.' } : null,
  durationMs: 1,
});

test('without a socket a batch is asked for: each card once, and the end is found', async () => {
  let seq = 0;
  const { api } = await serve((req, res) => {
    const url = new URL(req.url ?? '', 'http://x');
    if (url.pathname.endsWith('/results')) {
      const since = Number(url.searchParams.get('since'));
      const rows = [row(1, 'failed'), row(2, 'succeeded'), row(3, 'succeeded')];
      json(
        res,
        200,
        rows.filter((one) => one.seq > since && one.seq <= seq),
      );
    } else if (url.pathname === `/api/v1/batches/${name}`) {
      seq = Math.min(seq + 1, 3);
      json(res, 200, batch(progress(seq, seq === 3 ? 'completed' : 'running')));
    } else json(res, 404, {});
  });
  const told: string[] = [];
  const end = await watchBatch({
    api,
    batch: name,
    onCard: (card) => told.push(`${card.filename} ${card.status}`),
    onProgress: () => undefined,
    silenceMs: 30,
  });
  expect(end.status).toBe('completed');
  expect(told).toEqual(['1.jpg failed', '2.jpg succeeded', '3.jpg succeeded']);
});

test('cancelled cards are told at the end', async () => {
  const { api } = await serve((req, res) => {
    const url = new URL(req.url ?? '', 'http://x');
    if (url.searchParams.get('status') === 'cancelled') json(res, 200, [row(0, 'cancelled')]);
    else if (url.pathname.endsWith('/results')) json(res, 200, []);
    else if (url.pathname === `/api/v1/batches/${name}`) json(res, 200, batch(progress(1, 'cancelled', 1)));
    else json(res, 404, {});
  });
  const told: string[] = [];
  await watchBatch({
    api,
    batch: name,
    onCard: (card) => told.push(card.status),
    onProgress: () => undefined,
    silenceMs: 30,
  });
  expect(told).toEqual(['cancelled']);
});

test('watching ends when it is told to stop, and when the server stays away', async () => {
  const abort = new AbortController();
  const { api } = await serve((_req, res) => json(res, 200, batch(progress(0, 'running'))), abort.signal);
  const watching = watchBatch({ api, batch: name, onCard: () => undefined, onProgress: () => undefined });
  abort.abort(new Error('stopped'));
  await expect(watching).rejects.toThrow('stopped');

  const gone = createApi({
    origin: 'http://127.0.0.1:9',
    signal: new AbortController().signal,
    patienceMs: 100,
    say: () => undefined,
  });
  await expect(
    watchBatch({
      api: gone,
      batch: name,
      onCard: () => undefined,
      onProgress: () => undefined,
      silenceMs: 20,
    }),
  ).rejects.toMatchObject({ code: 'server_away' });
});

test('a file is there whole or not at all', async () => {
  let calls = 0;
  const { api } = await serve((_req, res) => {
    calls += 1;
    res.write('half of it');
    if (calls === 1) setTimeout(() => res.destroy(), 50);
    else res.end(', and the rest');
  });
  const file = join(dir, 'deep', 'cards.csv');
  await download(api, '/export', file);
  const { readFile, readdir } = await import('node:fs/promises');
  expect(await readFile(file, 'utf8')).toBe('half of it, and the rest');
  expect(await readdir(join(dir, 'deep'))).toEqual(['cards.csv']);
});
