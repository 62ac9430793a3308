import type { BatchProgress, CardOutcome } from './progress.ts';

/**
 * What a watcher knows of one batch, built from the reply to `subscribe` and the numbered messages after it.
 * `seq` is the last number up to which nothing is missing; `behind` asks for a new `subscribe({since: seq})`.
 */
export interface WatchState {
  readonly seq: number;
  readonly progress: BatchProgress | null;
  /** The latest outcome per card id. */
  readonly outcomes: ReadonlyMap<string, CardOutcome>;
  readonly behind: boolean;
}

export type WatchEvent =
  | { kind: 'subscribed'; progress: BatchProgress; missed: readonly CardOutcome[]; truncated: boolean }
  | { kind: 'card'; outcome: CardOutcome }
  | { kind: 'progress'; progress: BatchProgress }
  /** Outcomes read over HTTP after a truncated reply, up to and including `seq`. */
  | { kind: 'caughtUp'; outcomes: readonly CardOutcome[]; seq: number };

export const emptyWatch: WatchState = { seq: 0, progress: null, outcomes: new Map(), behind: false };

/**
 * The next state of a watcher. Messages may come twice, late, or not at all: a number already known changes nothing
 * but an older outcome of a card, a number that leaves a gap only marks the watcher as behind.
 */
export function watch(state: WatchState, event: WatchEvent): WatchState {
  switch (event.kind) {
    case 'subscribed':
      return {
        // A truncated reply holds only the first part: what lies between is read over HTTP.
        seq: event.truncated ? state.seq : Math.max(state.seq, event.progress.seq),
        progress: newer(state.progress, event.progress),
        outcomes: merge(state.outcomes, event.missed),
        behind: event.truncated,
      };
    case 'caughtUp':
      return {
        ...state,
        seq: Math.max(state.seq, event.seq),
        outcomes: merge(state.outcomes, event.outcomes),
        behind: (state.progress?.seq ?? 0) > Math.max(state.seq, event.seq),
      };
    case 'card':
      return {
        ...number(state, event.outcome.seq),
        outcomes: merge(state.outcomes, [event.outcome]),
      };
    case 'progress':
      return { ...number(state, event.progress.seq), progress: newer(state.progress, event.progress) };
  }
}

function number(state: WatchState, seq: number): WatchState {
  if (seq <= state.seq) return state;
  return seq === state.seq + 1 ? { ...state, seq } : { ...state, behind: true };
}

const newer = (known: BatchProgress | null, next: BatchProgress): BatchProgress =>
  known !== null && known.seq > next.seq ? known : next;

function merge(
  known: ReadonlyMap<string, CardOutcome>,
  outcomes: readonly CardOutcome[],
): ReadonlyMap<string, CardOutcome> {
  const fresh = outcomes.filter((outcome) => (known.get(outcome.cardId)?.seq ?? 0) < outcome.seq);
  if (fresh.length === 0) return known;
  const next = new Map(known);
  for (const outcome of fresh.toSorted((a, b) => a.seq - b.seq)) next.set(outcome.cardId, outcome);
  return next;
}
