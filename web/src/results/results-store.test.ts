import type { ResultRow } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import type { ResultsFilter } from '../api/results.ts';
import { makeRow } from './make-row.suite.ts';
import { createResultsStore } from './results-store.ts';

/** A server with these rows, that answers as the contract says. */
function serverWith(rows: ResultRow[]) {
  const asked: ResultsFilter[] = [];
  const list = (filter: ResultsFilter): Promise<ResultRow[]> => {
    asked.push(filter);
    const { after = 0, since = -1, limit = 10 } = filter;
    return Promise.resolve(
      rows
        .filter((row) => row.position > after && row.seq > since)
        .toSorted((a, b) => a.position - b.position)
        .slice(0, limit),
    );
  };
  return { rows, asked, store: createResultsStore(list) };
}
const positions = (rows: readonly ResultRow[]) => rows.map((row) => row.position);

describe('the results of a batch', () => {
  it('are read page by page, all of them', async () => {
    const { store, asked } = serverWith(
      Array.from({ length: 1_203 }, (_, n) => makeRow({ position: n + 1, seq: n + 1 })),
    );
    await store.reload(1_203);
    expect(store.state()).toMatchObject({ complete: true, rows: { length: 1_203 } });
    expect(asked).toHaveLength(3);
  });

  it('take in only what changed, each row at its place', async () => {
    const server = serverWith([makeRow({ position: 1, seq: 1 }), makeRow({ position: 3, seq: 2 })]);
    await server.store.reload(2);
    server.rows.push(makeRow({ position: 2, seq: 3 }));
    await server.store.catchUp(3);
    expect(positions(server.store.state().rows)).toEqual([1, 2, 3]);
    expect(server.asked.at(-1)).toMatchObject({ since: 2 });
  });

  it('lose a row that is being read again when the batch is read anew', async () => {
    const server = serverWith([
      makeRow({ position: 1, seq: 1, status: 'failed' }),
      makeRow({ position: 2, seq: 2 }),
    ]);
    await server.store.reload(2);
    server.rows.splice(0, 1);
    await server.store.reload(3);
    expect(positions(server.store.state().rows)).toEqual([2]);
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
