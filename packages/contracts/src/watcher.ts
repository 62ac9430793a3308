import type { BatchEvent, Subscribe, SubscribeAck } from './events.ts';
import type { Problem, ProblemCode } from './problems.ts';
import type { BatchProgress, CardOutcome } from './progress.ts';
import { emptyWatch, watch, type WatchEvent, type WatchState } from './watch.ts';

export interface WatcherOptions {
  /** Name of the batch; messages of other batches are ignored, so watchers can share a socket. */
  batch: string;
  /** Sends `subscribe` and gives the reply; rejects when none came in time or the connection broke. */
  subscribe: (request: Subscribe) => Promise<SubscribeAck>;
  /** Called with every new state. */
  onChange: (state: WatchState) => void;
  /** The server will not have it and asking again is of no use, e.g. `batch_not_found`. */
  onRefused?: (problem: Problem) => void;
  /**
   * The number up to which the caller knows the outcomes already; 0 asks for all of them. Left out, the first reply
   * brings the state without any outcome, for a caller that reads them over HTTP.
   */
  since?: number;
  /** Milliseconds before the nth try again in a row, counted from 1; default 100 doubling up to 5,000, with jitter. */
  retryDelayMs?: (tries: number) => number;
}

/** Hand it what the socket brings; it subscribes again after every reconnect and whenever a number is missing. */
export interface Watcher {
  /** On `connect`, also after a reconnect. */
  connected: () => void;
  /** On `disconnect`. */
  disconnected: () => void;
  card: (outcome: CardOutcome) => void;
  progress: (progress: BatchProgress) => void;
  batch: (batch: BatchEvent) => void;
  state: () => WatchState;
  /** Nothing is asked and `onChange` is not called after it; the caller emits `unsubscribe`. */
  close: () => void;
}

const FINAL: ReadonlySet<ProblemCode> = new Set(['batch_not_found', 'invalid_request']);

const backOff = (tries: number): number => Math.min(100 * 2 ** (tries - 1), 5_000) * (0.5 + Math.random());

/** One batch watched over a socket that may come and go. Pure but for a timer; knows no socket library. */
export function createWatcher(options: WatcherOptions): Watcher {
  const delayMs = options.retryDelayMs ?? backOff;
  let state: WatchState = { ...emptyWatch, seq: options.since ?? 0, heard: options.since ?? 0 };
  let online = false;
  let closed = false;
  /** Counts connections and requests: a reply to any but the latest request is not looked at. */
  let turn = 0;
  let asking = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Without `since` the first request must not ask for outcomes; later ones ask from where the state is.
  let since = options.since;

  function dispatch(event: WatchEvent): void {
    if (closed) return;
    state = watch(state, event);
    options.onChange(state);
    if (state.behind && !asking) askLater();
  }

  function askLater(): void {
    if (!online || closed || timer !== undefined) return;
    tries += 1;
    timer = setTimeout(() => {
      timer = undefined;
      void ask();
    }, delayMs(tries));
  }

  function halt(): void {
    turn += 1;
    asking = false;
    clearTimeout(timer);
    timer = undefined;
  }

  async function ask(): Promise<void> {
    if (!online || closed || asking) return;
    asking = true;
    turn += 1;
    const mine = turn;
    const reply = await request();
    if (mine !== turn || closed) return;
    asking = false;
    if (reply === null) {
      askLater();
    } else if (reply.ok) {
      // While each reply brings more, the next part is asked for without waiting longer each time.
      if (reply.missed.length > 0 || reply.progress.seq > state.seq) tries = 0;
      dispatch({ kind: 'subscribed', ...reply });
      since = state.seq;
    } else if (FINAL.has(reply.problem.code)) {
      options.onRefused?.(reply.problem);
    } else {
      askLater();
    }
  }

  async function request(): Promise<SubscribeAck | null> {
    try {
      const from = since === undefined ? {} : { since: state.seq };
      return await options.subscribe({ batch: options.batch, ...from });
    } catch {
      // No reply in time: the connection is on its way out, or the server is busy.
      return null;
    }
  }

  return {
    connected() {
      halt();
      online = true;
      tries = 0;
      void ask();
    },
    disconnected() {
      halt();
      online = false;
    },
    card(outcome) {
      if (outcome.batch === options.batch) dispatch({ kind: 'card', outcome });
    },
    progress(progress) {
      if (progress.batch === options.batch) dispatch({ kind: 'progress', progress });
    },
    batch(batch) {
      if (batch.name === options.batch) dispatch({ kind: 'batch', batch });
    },
    state: () => state,
    close() {
      closed = true;
      halt();
    },
  };
}
