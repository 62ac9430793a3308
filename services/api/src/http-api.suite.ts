import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Database, createDatabase } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { createStore, type ObjectStore } from '@cardmill/storage';
import { freshDatabase, freshRedis } from '@cardmill/testkit';

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
