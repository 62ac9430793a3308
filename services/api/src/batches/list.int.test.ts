import { BATCH_SORTS } from '@cardmill/contracts';
import { runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest({ DRAFT_DAYS: '14' });
});
afterAll(() => api.close());

it('lists in every order, page by page, each batch once', async () => {
  for (const title of ['Zelter', 'Ähren', 'azur', 'Bach', 'Ähren']) {
    await api.call('POST', '/api/v1/batches', { title });
  }
  await runSql(api.databaseUrl, `UPDATE batches SET n_failed = length(title)`);
  const all = async (sort: string): Promise<string[]> => {
    const titles: string[] = [];
    for (let after = ''; ;) {
      const { json } = await api.call('GET', `/api/v1/batches?sort=${sort}&limit=2${after}`);
      expect(json.draftDays).toBe(14);
      titles.push(...json.items.map((batch: { title: string }) => batch.title));
      if (json.next === null) return titles;
      after = `&after=${json.next}`;
    }
  };
  expect(await all('newest')).toEqual(['Ähren', 'Bach', 'azur', 'Ähren', 'Zelter']);
  expect(await all('oldest')).toEqual(['Zelter', 'Ähren', 'azur', 'Bach', 'Ähren']);
  expect(await all('title')).toEqual(['Ähren', 'Ähren', 'azur', 'Bach', 'Zelter']);
  expect((await all('notRead'))[0]).toBe('Zelter');
  for (const sort of BATCH_SORTS) expect(await all(sort)).toHaveLength(5);
  expect((await api.call('GET', '/api/v1/batches?sort=shoe')).status).toBe(400);

  // Counted over all of the text and station, whatever status and page the list is kept to.
  await runSql(api.databaseUrl, `UPDATE batches SET status = 'completed' WHERE title = 'Bach'`);
  const counted = async (query: string): Promise<unknown> =>
    (await api.call('GET', `/api/v1/batches?include=counts&limit=1${query}`)).json.counts;
  const none = { draft: 0, queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  expect(await counted('&status=failed')).toEqual({ ...none, draft: 4, completed: 1 });
  expect(await counted('&q=hren')).toEqual({ ...none, draft: 2 });
  expect(await counted('&station=none')).toEqual(none);
  expect((await api.call('GET', '/api/v1/batches')).json.counts).toBeUndefined();
});
