import type { BatchEvent } from './events.ts';
import type { BatchProgress, CardOutcome } from './progress.ts';
import { isTerminal } from './states.ts';

/** What a watcher knows of one batch, built from the reply to `subscribe` and the messages after it. */
export interface WatchState {
  /** The number up to which nothing is missing. */
  readonly seq: number;
  /** The highest number heard of. */
  readonly heard: number;
  readonly progress: BatchProgress | null;
  /** The latest outcome per card id. */
  readonly outcomes: ReadonlyMap<string, CardOutcome>;
  /** Something is missing: `subscribe({since: seq})` again. */
  readonly behind: boolean;
  /** The batch was deleted. */
  readonly gone: boolean;
}

export type WatchEvent =
  /** A reply to `subscribe({since})` with `since` at most the state's `seq`. */
  | { kind: 'subscribed'; progress: BatchProgress; missed: readonly CardOutcome[]; truncated: boolean }
  | { kind: 'card'; outcome: CardOutcome }
  | { kind: 'progress'; progress: BatchProgress }
  /** Unnumbered: the whole state of a batch, or that it is gone. */
  | { kind: 'batch'; batch: BatchEvent }
  /** Outcomes read over HTTP after a truncated reply, up to and including `seq`. */
  | { kind: 'caughtUp'; outcomes: readonly CardOutcome[]; seq: number };

export const emptyWatch: WatchState = {
  seq: 0,
  heard: 0,
  progress: null,
  outcomes: new Map(),
  behind: false,
  gone: false,
};

/**
 * The next state of a watcher. Messages may come twice, late, or not at all: a number already known changes nothing
 * but an older outcome of a card, a number that leaves a gap only marks the watcher as behind.
 */
export function watch(state: WatchState, event: WatchEvent): WatchState {
  switch (event.kind) {
    case 'subscribed': {
      // A truncated reply holds the first part only: up to its last outcome nothing is missing.
      const known = event.truncated ? (event.missed.at(-1)?.seq ?? 0) : event.progress.seq;
      return {
        ...numbered(state, Math.max(state.seq, known), event.progress.seq),
        progress: newer(state.progress, event.progress),
        outcomes: merge(state.outcomes, event.missed),
      };
    }
    case 'caughtUp':
      return {
        ...numbered(state, Math.max(state.seq, event.seq), event.seq),
        outcomes: merge(state.outcomes, event.outcomes),
      };
    case 'card': {
      const { outcome } = event;
      return { ...next(state, outcome.seq), outcomes: merge(state.outcomes, [outcome]) };
    }
    case 'progress':
      return {
        ...next(state, event.progress.seq),
        progress: newer(state.progress, event.progress),
        // Its number may be that of a card whose own message was lost: then this is the card.
        outcomes: merge(
          state.outcomes,
          event.progress.lastResult === null ? [] : [event.progress.lastResult],
        ),
      };
    case 'batch':
      if ('deleted' in event.batch) return { ...state, gone: true };
      return { ...state, progress: newer(state.progress, event.batch.progress) };
  }
}

/**
 * True when the batch has ended and every outcome of it has arrived. A terminal status alone does not say so: it may
 * come with a reply that holds only the first part of what was missed.
 */
export const hasEnded = (state: WatchState): boolean =>
  state.progress !== null &&
  isTerminal(state.progress.status) &&
  !state.behind &&
  state.seq >= state.progress.seq;

const next = (state: WatchState, seq: number): WatchState =>
  numbered(state, seq === state.seq + 1 ? seq : state.seq, seq);

function numbered(state: WatchState, seq: number, heardNow: number): WatchState {
  const heard = Math.max(state.heard, heardNow);
  return { ...state, seq, heard, behind: heard > seq };
}

// Between two of one number the later counts: without a new number the trouble waited out or the status may change.
function newer(known: BatchProgress | null, next: BatchProgress): BatchProgress {
  if (known === null || known.seq < next.seq) return next;
  return known.seq > next.seq || known.updatedAt > next.updatedAt ? known : next;
}

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
