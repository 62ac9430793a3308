import type { ResultRow } from '@cardmill/contracts';

import type { ResultsFilter } from '../api/results.ts';

export interface ResultsState {
  /** In card order. */
  readonly rows: readonly ResultRow[];
  /** False until every row there was has been read once. */
  readonly complete: boolean;
  readonly error: unknown;
}

const PAGE = 500;

/**
 * The rows of one batch, read page by page and then kept current by number. `list` reads a part of them; a failed
 * reading leaves what is there and is tried again by the next call.
 */
export function createResultsStore(
  list: (filter: ResultsFilter, signal: AbortSignal) => Promise<ResultRow[]>,
) {
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  let byPosition = new Map<number, ResultRow>();
  /** Up to this number every change is in the rows. */
  let cursor = 0;
  let turn = 0;
  let state: ResultsState = { rows: [], complete: false, error: null };
  let working: Promise<void> = Promise.resolve();

  const show = (change: Partial<ResultsState>): void => {
    if (ended.signal.aborted) return;
    const rows = [...byPosition.values()].toSorted((a, b) => a.position - b.position);
    state = { ...state, rows, ...change };
    for (const listener of listeners) listener();
  };
  const take = (rows: readonly ResultRow[], into = byPosition): void => {
    for (const row of rows) {
      const known = into.get(row.position);
      if (known === undefined || isNewer(row, known)) into.set(row.position, row);
    }
  };
  const pages = async (filter: ResultsFilter, each: (rows: ResultRow[]) => void): Promise<void> => {
    for (let after = 0; ;) {
      const rows = await list({ ...filter, after, limit: PAGE }, ended.signal);
      each(rows);
      const last = rows.at(-1);
      if (rows.length < PAGE || last === undefined) return;
      after = last.position;
    }
  };
  // One reading after the other: a slow old page must not come after a newer one.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    working = working.then(work).catch((error: unknown) => show({ error }));
    return working;
  };

  return {
    state: (): ResultsState => state,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Reads everything anew; rows that are gone go, and those there stay on screen until then. @param seq the batch's number now */
    reload(seq: number): Promise<void> {
      turn += 1;
      const mine = turn;
      return inTurn(async () => {
        if (mine !== turn) return;
        const first = !state.complete;
        const fresh = first ? byPosition : new Map<number, ResultRow>();
        await pages({}, (rows) => {
          take(rows, fresh);
          if (first) show({});
        });
        byPosition = fresh;
        cursor = Math.max(cursor, seq);
        show({ complete: true, error: null });
      });
    },

    /** Reads what changed since the last reading. @param seq the batch's number now */
    catchUp(seq: number): Promise<void> {
      return inTurn(async () => {
        if (seq <= cursor || !state.complete) return;
        await pages({ since: cursor }, (rows) => take(rows));
        cursor = seq;
        show({ error: null });
      });
    },

    /** A row as a call answered it. */
    put: (row: ResultRow): void => {
      take([row]);
      show({});
    },

    close(): void {
      ended.abort();
      listeners.clear();
    },
  };
}
export type ResultsStore = ReturnType<typeof createResultsStore>;

const isNewer = (row: ResultRow, known: ResultRow): boolean =>
  row.seq > known.seq || (row.seq === known.seq && row.version >= known.version);
