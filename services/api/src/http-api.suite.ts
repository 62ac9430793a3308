import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { codedError, type ProblemCode, type Word } from '@cardmill/contracts';
import { type Database, createDatabase } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { createStore, type ObjectStore } from '@cardmill/storage';
import { bulkyFile, freshDatabase, freshRedis } from '@cardmill/testkit';

import { startApi } from './api.ts';
import { apiConfig } from './config.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into answers of every form.
  // oxlint-disable-next-line typescript/no-explicit-any
  json: any;
}

export interface ApiUnderTest {
  url: string;
  db: Database;
  store: ObjectStore;
  dir: string;
  databaseUrl: string;
  redisUrl: string;
  /** Lines logged so far. */
  logs: string[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Files by name; a string is a form field. */
  upload(path: string, parts: readonly (readonly [string, string | Uint8Array])[]): Promise<Answer>;
  close(): Promise<void>;
}

/** An API over its own database, Redis and folder store. */
export async function apiUnderTest(
  env: Record<string, string> = {},
  wrap: (store: ObjectStore) => ObjectStore = (store) => store,
): Promise<ApiUnderTest> {
  const database = await freshDatabase();
  const redis = await freshRedis();
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-api-'));
  const logs: string[] = [];
  const logger = createLogger({
    service: 'api',
    level: 'debug',
    destination: { write: (line: string) => void logs.push(line) },
  });
  const config = apiConfig.parse({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    STORE: `file://${dir}`,
    PORT: '0',
    ...env,
  });
  const store = wrap(createStore(config.STORE));
  const db = createDatabase(database.url, { poolSize: 4 });
  const api = await startApi(config, { logger, store });

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(api.url + path, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return toAnswer(answer);
  }

  return {
    url: api.url,
    db,
    store,
    dir,
    databaseUrl: database.url,
    redisUrl: redis.url,
    logs,
    call,
    async upload(path, parts) {
      const form = new FormData();
      for (const [name, content] of parts) {
        if (typeof content === 'string') form.append(name, content);
        else form.append('files', new Blob([new Uint8Array(content)]), name);
      }
      return toAnswer(await fetch(api.url + path, { method: 'POST', body: form }));
    },
    async close() {
      await api.close();
      await db.close();
      await store.close();
      await redis.close();
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export async function toAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** A worker without an engine: claims a card and ends it. */
export async function readCard(
  api: ApiUnderTest,
  cardId: string,
  end:
    | { text: string; fields?: Record<string, string>; words?: Word[]; how?: Record<string, unknown> }
    | { error: ProblemCode },
): Promise<void> {
  const claim = await api.db.work.claim(cardId, 'test', 30_000);
  if (claim === null) throw new Error(`card ${cardId} is not to be had`);
  if ('error' in end) {
    await api.db.work.fail(claim, codedError(end.error), 5);
    return;
  }
  const fields = Object.entries(end.fields ?? {}).map(([key, value]) => [
    key,
    { value, confidence: 90, source: 'label' as const, verdict: 'ok' as const },
  ]);
  const reading = {
    text: end.text,
    confidence: 91.5,
    fields: Object.fromEntries(fields),
    words: end.words ?? [],
    how: end.how ?? {},
  };
  await api.db.work.succeed(claim, reading, 12);
}

/** A started batch of so many cards, named `1.jpg`, `2.jpg` and so on; card ids in order. */
export async function startedBatch(
  api: ApiUnderTest,
  cards: number,
  setUp: object = { templateId: 'free-text' },
): Promise<{ batch: string; cardIds: string[] }> {
  const batch: string = (await api.call('POST', '/api/v1/batches', { title: 'Started', ...setUp })).json.name;
  const files = Array.from({ length: cards }, (_, i) => [`${i + 1}.jpg`, bulkyFile(400, i)] as const);
  const { json } = await api.upload(`/api/v1/batches/${batch}/files`, files);
  await api.call('POST', `/api/v1/batches/${batch}/start`);
  return { batch, cardIds: json.files.map((file: { cardId: string }) => file.cardId) };
}
