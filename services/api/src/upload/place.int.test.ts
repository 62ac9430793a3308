import { bulkyFile, multiPageTiff } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest({});
});
afterAll(() => api.close());

const bytes = (seed: number) => bulkyFile(2_000, seed);
async function newDraft(): Promise<string> {
  return (await api.call('POST', '/api/v1/batches', { title: 'Reihenfolge' })).json.name;
}
const send = (batch: string, name: string, before: readonly string[] | null, file = bytes(name.length)) =>
  api.upload(`/api/v1/batches/${batch}/files`, [
    ...(before === null ? [] : [['before', JSON.stringify(before)] satisfies [string, string]]),
    [name, file],
  ]);
interface Placed {
  filename: string;
  position: number;
}
async function drawer(batch: string): Promise<Placed[]> {
  return (await api.call('GET', `/api/v1/batches/${batch}/files?limit=500`)).json.items;
}
const names = async (batch: string) => (await drawer(batch)).map(({ filename }) => filename);

describe('files sent side by side', () => {
  it('stand in the drawer in the order of their sender, in whatever order they are accepted', async () => {
    const batch = await newDraft();
    await send(batch, 'from-before.jpg', null);
    const given = Array.from({ length: 24 }, (_, n) => `${n + 1}.jpg`);
    // Four at a time, the slowest of each four first in the order.
    for (let from = 0; from < given.length; from += 4) {
      await Promise.all(
        given.slice(from, from + 4).map(async (name, n) => {
          await new Promise((resolve) => setTimeout(resolve, (3 - n) * 15));
          const place = given.indexOf(name);
          const answer = await send(batch, name, given.slice(place + 1, place + 9), bytes(place + 100));
          expect(answer.json).toMatchObject({ accepted: 1 });
        }),
      );
    }
    expect(await names(batch)).toEqual(['from-before.jpg', ...given]);
    const positions = (await drawer(batch)).map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
  });

  it('makes room for all pages of a file, and finds a file by its pages', async () => {
    const batch = await newDraft();
    await send(batch, 'c.jpg', null);
    await send(batch, 'b.tif', ['c.jpg'], await multiPageTiff([{ lines: ['eins'] }, { lines: ['zwei'] }]));
    await send(batch, 'a.jpg', ['b.tif', 'c.jpg']);
    expect(await names(batch)).toEqual(['a.jpg', 'b.p1.tif', 'b.p2.tif', 'c.jpg']);
    await send(batch, 'd.jpg', ['never-sent.jpg']);
    await send(batch, 'e.jpg', []);
    expect((await names(batch)).slice(-2)).toEqual(['d.jpg', 'e.jpg']);
  });

  it('moves nothing for a file that was sent before', async () => {
    const batch = await newDraft();
    for (const name of ['a.jpg', 'b1.jpg']) await send(batch, name, null);
    const before = await drawer(batch);
    expect((await send(batch, 'b1.jpg', ['a.jpg'])).json).toMatchObject({ duplicates: 1 });
    expect((await send(batch, 'a.jpg', ['b1.jpg'], bytes(77))).json.files[0]).toMatchObject({
      code: 'filename_taken',
    });
    expect(await drawer(batch)).toEqual(before);
  });

  it('is refused a place that says nothing', async () => {
    const batch = await newDraft();
    for (const before of ['b.jpg', '{"a":1}', JSON.stringify(Array.from({ length: 40 }, String))]) {
      const answer = await api.upload(`/api/v1/batches/${batch}/files`, [
        ['before', before],
        ['a.jpg', bytes(1)],
      ]);
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject({ code: 'invalid_request' });
    }
    expect(await drawer(batch)).toEqual([]);
  });
});
