import type { ResultRow } from '@cardmill/contracts';

import type { ResultsFilter } from '../api/results.ts';

export interface ResultsState {
  /** In card order. */
  readonly rows: readonly ResultRow[];
  /** False until every row there was has been read once. */
  readonly complete: boolean;
  /** Places of cards that are being read again; their rows are what they were before. */
  readonly again: ReadonlySet<number>;
  readonly error: unknown;
}

/** The first part is a screenful: it is seen while the rest is still on its way. */
const FIRST_PAGE = 40;
/** Checking more rows than these at once would hold up a scroll. */
const PAGE = 250;
/** Seconds by which a revision may be committed later than it is dated. */
const LATE_S = 15;
/** What the server looks back at most; who was away for longer reads everything anew. */
const LONGEST_S = 86_400;

/**
 * The rows of one batch, read page by page and then kept current: outcomes by number, what people changed by time. `list`
 * reads a part of them; a failed reading leaves what is there and is tried again by the next call.
 */
export function createResultsStore(
  list: (filter: ResultsFilter, signal: AbortSignal) => Promise<ResultRow[]>,
  now: () => number = Date.now,
) {
  const listeners = new Set<() => void>();
  const ended = new AbortController();
  let byPosition = new Map<number, ResultRow>();
  let again = new Set<number>();
  /** Up to this number every change is in the rows. */
  let cursor = 0;
  /** Up to this moment every revision is in the rows. */
  let revisedAt = 0;
  let turn = 0;
  let state: ResultsState = { rows: [], complete: false, again, error: null };
  let working: Promise<void> = Promise.resolve();

  const show = (change: Partial<ResultsState> = {}): void => {
    if (ended.signal.aborted) return;
    const rows = [...byPosition.values()].toSorted((a, b) => a.position - b.position);
    state = { ...state, rows, again: new Set(again), ...change };
    for (const listener of listeners) listener();
  };
  /** @returns whether anything is another now */
  const take = (rows: readonly ResultRow[], into = byPosition): boolean => {
    let moved = false;
    for (const row of rows) {
      const known = into.get(row.position);
      if (known !== undefined && !isNewer(row, known)) continue;
      if (known === undefined || row.seq > known.seq) again.delete(row.position);
      into.set(row.position, row);
      moved = true;
    }
    return moved;
  };
  const pages = async (filter: ResultsFilter, each: (rows: ResultRow[]) => void): Promise<void> => {
    for (let after = 0, limit = FIRST_PAGE; ; limit = PAGE) {
      const rows = await list({ ...filter, after, limit }, ended.signal);
      each(rows);
      const last = rows.at(-1);
      if (rows.length < limit || last === undefined) return;
      after = last.position;
    }
  };
  // One reading after the other: a slow old page must not come after a newer one.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    working = working.then(work).catch((error: unknown) => show({ error }));
    return working;
  };
  const readAll = async (seq: number): Promise<void> => {
    const started = now();
    const first = !state.complete;
    const fresh = first ? byPosition : new Map<number, ResultRow>();
    await pages({}, (rows) => {
      take(rows, fresh);
      if (first) show({ error: null });
    });
    byPosition = fresh;
    again = new Set();
    cursor = Math.max(cursor, seq);
    revisedAt = started;
    show({ complete: true, error: null });
  };
  const readSince = async (seq: number): Promise<void> => {
    if (seq <= cursor) return;
    await pages({ since: cursor }, (rows) => take(rows));
    cursor = seq;
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
        if (mine === turn) await readAll(seq);
      });
    },

    /**
     * After a start, an end or a retry, which move many cards by one number: reads what changed, and finds the cards that
     * are being read again. They keep their place; a list that closes up under somebody's hand makes them miss the next.
     */
    turned(seq: number): Promise<void> {
      return inTurn(async () => {
        if (!state.complete) return readAll(seq);
        await readSince(seq);
        const still = new Set<number>();
        await pages({ status: 'failed,cancelled' }, (rows) => {
          take(rows);
          for (const row of rows) still.add(row.position);
        });
        again = new Set(
          [...byPosition.values()]
            .filter((row) => row.status !== 'succeeded' && !still.has(row.position))
            .map((row) => row.position),
        );
        show({ error: null });
        return undefined;
      });
    },

    /** Reads what changed since the last reading. @param seq the batch's number now */
    catchUp(seq: number): Promise<void> {
      return inTurn(async () => {
        if (seq <= cursor || !state.complete) return;
        await readSince(seq);
        show({ error: null });
      });
    },

    /** Reads what people changed since the last time; that takes no number. */
    revised(): Promise<void> {
      return inTurn(async () => {
        if (!state.complete) return;
        const asked = now();
        const seconds = Math.ceil((asked - revisedAt) / 1_000) + LATE_S;
        if (seconds > LONGEST_S) return readAll(cursor);
        let moved = false;
        await pages({ revisedWithin: seconds }, (rows) => {
          moved = take(rows) || moved;
        });
        revisedAt = asked;
        if (moved || state.error !== null) show({ error: null });
        return undefined;
      });
    },

    /** The card was taken to be read again. */
    readAgain(position: number): void {
      again.add(position);
      show();
    },

    /** A row as a call answered it. */
    put: (row: ResultRow): void => {
      if (take([row])) show();
    },

    close(): void {
      ended.abort();
      listeners.clear();
    },
  };
}
export type ResultsStore = ReturnType<typeof createResultsStore>;

const isNewer = (row: ResultRow, known: ResultRow): boolean =>
  row.seq > known.seq || (row.seq === known.seq && row.version > known.version);
