import { ORIENTATIONS } from '@cardmill/contracts';
import { accessKey } from '@cardmill/contracts/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, startedBatch } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

it('the access image is the one that the words are in: it changes with the result, under a new tag', async () => {
  const { batch, cardIds } = await startedBatch(api, 1);
  const claim = await api.db.work.claim(cardIds[0] ?? '', 'test', 30_000);
  if (claim === null) throw new Error('no card');
  for (const orientation of ORIENTATIONS) {
    const jpeg = { contentType: 'image/jpeg' };
    await api.store.put(accessKey({ ...claim, orientation }), Buffer.from(`turned ${orientation}`), jpeg);
  }
  const path = `${api.url}/batches-static/${batch}/1.jpg`;
  await api.db.work.inspected(claim, { width: 300, height: 200, orientation: 90, flags: [] }, false);
  const before = await fetch(path);
  expect(await before.text()).toBe('turned 90');

  // Read upside down: recognition has turned it further.
  const image = { width: 300, height: 200, orientation: 270 } as const;
  const reading = { text: 'Bach', confidence: 90, fields: {}, words: [], image, how: {} };
  expect(await api.db.work.succeed(claim, reading, 5)).not.toBeNull();
  const known = { 'if-none-match': before.headers.get('etag') ?? '' };
  const after = await fetch(path, { headers: known });
  expect(after.status).toBe(200);
  expect(await after.text()).toBe('turned 270');
  const again = await fetch(path, { headers: { 'if-none-match': after.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

it('the image of an attempt that lost the card is not shown', async () => {
  const { batch, cardIds } = await startedBatch(api, 1);
  const claim = await api.db.work.claim(cardIds[0] ?? '', 'test', 30_000);
  if (claim === null) throw new Error('no card');
  const jpeg = { contentType: 'image/jpeg' };
  await api.store.put(accessKey({ ...claim, orientation: 0 }), Buffer.from('upright'), jpeg);
  await api.db.work.inspected(claim, { width: 300, height: 200, flags: [] }, false);
  const image = { width: 200, height: 300, orientation: 90 } as const;
  const reading = { text: 'Bach', confidence: 90, fields: {}, words: [], image, how: {} };
  const zombie = { ...claim, attempt: claim.attempt - 1 };
  expect(await api.db.work.succeed(zombie, reading, 5)).toBeNull();
  expect(await (await fetch(`${api.url}/batches-static/${batch}/1.jpg`)).text()).toBe('upright');
});
