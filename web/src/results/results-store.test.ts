import type { ResultRow } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import type { ResultsFilter } from '../api/results.ts';
import { makeRow } from './make-row.suite.ts';
import { createResultsStore } from './results-store.ts';

/** A server with these rows, that answers as the contract says; `revised` are those that people changed lately. */
function serverWith(rows: ResultRow[], now: () => number = Date.now) {
  const asked: ResultsFilter[] = [];
  const revised: ResultRow[] = [];
  const list = (filter: ResultsFilter): Promise<ResultRow[]> => {
    asked.push(filter);
    const { after = 0, since = -1, limit = 10, status, revisedWithin } = filter;
    return Promise.resolve(
      (revisedWithin === undefined ? rows : revised)
        .filter((row) => row.position > after && row.seq > since)
        .filter((row) => status === undefined || status.split(',').includes(row.status))
        .toSorted((a, b) => a.position - b.position)
        .slice(0, limit),
    );
  };
  return { rows, asked, revised, store: createResultsStore(list, now) };
}
const positions = (rows: readonly ResultRow[]) => rows.map((row) => row.position);

describe('the results of a batch', () => {
  it('are read page by page, all of them', async () => {
    const { store, asked } = serverWith(
      Array.from({ length: 1_203 }, (_, n) => makeRow({ position: n + 1, seq: n + 1 })),
    );
    await store.reload(1_203);
    expect(store.state()).toMatchObject({ complete: true, rows: { length: 1_203 } });
    expect(asked.map(({ limit }) => limit)).toEqual([40, 250, 250, 250, 250, 250]);
  });

  it('are shown from the first part on, while the others are on their way', async () => {
    const { store } = serverWith(Array.from({ length: 100 }, (_, n) => makeRow({ position: n + 1 })));
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.state().rows.length));
    await store.reload(1);
    expect(seen).toEqual([40, 100, 100]);
  });

  it('take in only what changed, each row at its place', async () => {
    const server = serverWith([makeRow({ position: 1, seq: 1 }), makeRow({ position: 3, seq: 2 })]);
    await server.store.reload(2);
    server.rows.push(makeRow({ position: 2, seq: 3 }));
    await server.store.catchUp(3);
    expect(positions(server.store.state().rows)).toEqual([1, 2, 3]);
    expect(server.asked.at(-1)).toMatchObject({ since: 2 });
  });

  it('keep a card that is being read again in its place, and say so, until it is read', async () => {
    const failed = makeRow({ position: 1, seq: 1, status: 'failed' });
    const server = serverWith([failed, makeRow({ position: 2, seq: 2 })]);
    const { store } = server;
    await store.reload(2);
    server.rows.splice(0, 1);
    await store.turned(3);
    expect(positions(store.state().rows)).toEqual([1, 2]);
    expect([...store.state().again]).toEqual([1]);
    server.rows.push(makeRow({ position: 1, seq: 4 }));
    await store.catchUp(4);
    expect(store.state().rows[0]).toMatchObject({ status: 'succeeded' });
    expect(store.state().again.size).toBe(0);
  });

  it('lose what is gone only when the batch is read anew', async () => {
    const server = serverWith([makeRow({ position: 1, seq: 1 }), makeRow({ position: 2, seq: 2 })]);
    await server.store.reload(2);
    server.rows.splice(0, 1);
    await server.store.reload(3);
    expect(positions(server.store.state().rows)).toEqual([2]);
  });

  it('take in what other people changed, which has no number', async () => {
    let now = 1_000_000;
    const server = serverWith([makeRow({ seq: 1, version: 1 })], () => now);
    await server.store.reload(1);
    now += 60_000;
    server.revised.push(makeRow({ seq: 1, version: 2 }));
    await server.store.revised();
    expect(server.store.state().rows[0]?.version).toBe(2);
    // As far back as this page last looked, and some for what was committed late.
    expect(server.asked.at(-1)).toMatchObject({ revisedWithin: 75 });
    const before = server.store.state();
    await server.store.revised();
    expect(server.store.state()).toBe(before);
  });

  it('are read anew by somebody who was away for longer than the server looks back', async () => {
    let now = 1_000_000;
    const server = serverWith([makeRow({ seq: 1, version: 1 })], () => now);
    await server.store.reload(1);
    now += 3 * 86_400_000;
    server.rows[0] = makeRow({ seq: 1, version: 5 });
    await server.store.revised();
    expect(server.store.state().rows[0]?.version).toBe(5);
  });

  it('do not go back to an older version of a row', async () => {
    const { store } = serverWith([makeRow({ version: 1 })]);
    await store.reload(1);
    store.put(makeRow({ version: 3 }));
    store.put(makeRow({ version: 2 }));
    expect(store.state().rows[0]?.version).toBe(3);
  });

  it('stay on screen when a reading fails, and catch up with the next', async () => {
    const rows = [makeRow({ position: 1, seq: 1 })];
    let broken = false;
    const store = createResultsStore((filter) =>
      broken
        ? Promise.reject(new TypeError('no line'))
        : Promise.resolve(
            rows.filter((row) => row.position > (filter.after ?? 0) && row.seq > (filter.since ?? -1)),
          ),
    );
    await store.reload(1);
    broken = true;
    rows.push(makeRow({ position: 2, seq: 2 }));
    await store.catchUp(2);
    expect(store.state()).toMatchObject({ rows: { length: 1 }, error: expect.any(TypeError) });
    broken = false;
    await store.catchUp(2);
    expect(store.state()).toMatchObject({ rows: { length: 2 }, error: null });
  });
});
