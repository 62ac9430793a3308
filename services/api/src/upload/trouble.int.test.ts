import { type ObjectStore, StorageFull, StorageUnavailable } from '@cardmill/storage';
import { bulkyFile, runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest } from '../http-api.suite.ts';

let api: ApiUnderTest;
let trouble: ((key: string) => Error | undefined) | undefined;
let forgets = false;
const troubled = (store: ObjectStore): ObjectStore => ({
  ...store,
  async put(key, body, options) {
    const error = trouble?.(key);
    if (error === undefined) {
      const stored = await store.put(key, body, options);
      if (forgets) await store.delete(key);
      return stored;
    }
    if (!(body instanceof Uint8Array)) body.destroy();
    throw error;
  },
});

beforeAll(async () => {
  api = await apiUnderTest({}, troubled);
});
afterAll(() => api.close());

const files = (n: number) => Array.from({ length: n }, (_, i) => [`${i}.jpg`, bulkyFile(90_000, i)] as const);
async function objects(): Promise<number> {
  let count = 0;
  for await (const _object of api.store.list('')) count += 1;
  return count;
}

describe('storage that is away', () => {
  it('is a 503 and leaves nothing half: a named draft keeps what it has, an unnamed one is forgotten', async () => {
    let puts = 0;
    trouble = () => ((puts += 1) > 2 ? new StorageUnavailable('away') : undefined);
    const batch = (await api.call('POST', '/api/v1/batches', { title: 'named' })).json.name;
    const named = await api.upload(`/api/v1/batches/${batch}/files`, files(5));
    expect(named).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } });
    expect(named.headers.get('retry-after')).toBe('2');
    puts = 0;
    const unnamed = await api.upload('/api/v1/upload', [['title', 'unnamed'], ...files(5)]);
    expect(unnamed.status).toBe(503);
    expect((await api.call('GET', '/api/v1/batches?q=unnamed')).json.items).toEqual([]);
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json.fileCount).toBe(2);
    const others = await runSql(api.databaseUrl, "SELECT FROM files WHERE state <> 'accepted'");
    expect(others.rowCount).toBe(0);
    trouble = undefined;
    const again = await api.upload(`/api/v1/batches/${batch}/files`, files(5));
    expect(again.json).toMatchObject({ accepted: 3, duplicates: 2 });
  });

  it('is a 503 too when it acknowledged bytes that it does not have: the sender still has them', async () => {
    const batch = (await api.call('POST', '/api/v1/batches', { title: 'forgotten' })).json.name;
    forgets = true;
    const lost = await api.upload(`/api/v1/batches/${batch}/files`, files(1));
    forgets = false;
    expect(lost).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } });
    expect((await api.upload(`/api/v1/batches/${batch}/files`, files(1))).json.accepted).toBe(1);
  });

  it('says so when it is full', async () => {
    trouble = () => new StorageFull('full');
    const answer = await api.upload('/api/v1/upload', [['title', 'full'], ...files(1)]);
    expect(answer).toMatchObject({ status: 507, json: { code: 'storage_full' } });
    trouble = undefined;
  });

  it('leaves no object of what was refused', async () => {
    const before = await objects();
    const { batch } = (await api.upload('/api/v1/upload', [['title', 'twice'], ...files(2)])).json;
    expect(await objects()).toBe(before + 2);
    await api.upload(`/api/v1/batches/${batch}/files`, files(2));
    expect(await objects()).toBe(before + 2);
  });
});
