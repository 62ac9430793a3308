import { setTimeout as sleep } from 'node:timers/promises';

import { Batch, emptyWatch, isTerminal, ResultRow, watch } from '@cardmill/contracts';
import type { BatchProgress, CardOutcome, WatchEvent } from '@cardmill/contracts';
import { z } from 'zod';

import type { Api } from './api.ts';
import { openBatchSocket } from './batch-socket.ts';

/** How one card ended. */
export type CardEnd = Pick<ResultRow, 'cardId' | 'filename' | 'status' | 'confidence' | 'error'>;

export interface WatchOptions {
  api: Api;
  batch: string;
  /** Told of each card when it has ended; again when a later run ends it again. */
  onCard: (card: CardEnd) => void;
  onProgress: (progress: BatchProgress) => void;
  /** After so long without a word from the socket the batch is asked for (5,000 ms). */
  silenceMs?: number;
}

const Rows = z.array(ResultRow);

/**
 * Follows a batch until it ends: by the socket, and by asking when the socket is silent. A broken
 * connection loses nothing, since what came after the last number known is asked for.
 *
 * @returns the progress it ended with
 * @throws when the batch is deleted meanwhile, or the server stays away
 */
export async function watchBatch(options: WatchOptions): Promise<BatchProgress> {
  const { api, batch, onCard, onProgress, silenceMs = 5_000 } = options;
  const path = `/api/v1/batches/${encodeURIComponent(batch)}`;
  const told = new Map<string, number>();
  let state = emptyWatch;
  let heardAt = Date.now();
  let settle: (how: BatchProgress | Error) => void = () => undefined;
  const settled = new Promise<BatchProgress | Error>((resolve) => {
    settle = resolve;
  });

  function apply(event: WatchEvent, outcomes: readonly CardOutcome[] = []): void {
    // The reducer's map of outcomes is not kept: it is copied with every card of ten thousand.
    state = { ...watch(state, event), outcomes: emptyWatch.outcomes };
    for (const outcome of outcomes.toSorted((a, b) => a.seq - b.seq)) {
      if ((told.get(outcome.cardId) ?? 0) >= outcome.seq) continue;
      told.set(outcome.cardId, outcome.seq);
      onCard(outcome);
    }
    const { progress } = state;
    if (progress === null) return;
    onProgress(progress);
    if (isTerminal(progress.status) && !state.behind && state.seq >= progress.seq) settle(progress);
  }

  /** Reads over HTTP what came after the last number known, up to `seq`. */
  async function catchUp(progress: BatchProgress): Promise<void> {
    if (progress.seq > state.seq) {
      const rows = await api.json('GET', `${path}/results?since=${state.seq}`, Rows);
      const outcomes = rows.flatMap((row) => toOutcome(batch, row));
      apply({ kind: 'caughtUp', outcomes, seq: progress.seq }, outcomes);
    }
    apply({ kind: 'progress', progress });
  }

  const socket = openBatchSocket(api.origin, batch, {
    since: () => state.seq,
    async onSubscribed({ progress, missed, truncated }) {
      heardAt = Date.now();
      apply({ kind: 'subscribed', progress, missed, truncated }, missed);
      if (truncated) await catchUp(progress);
    },
    onCard(outcome) {
      heardAt = Date.now();
      apply({ kind: 'card', outcome }, [outcome]);
      if (state.behind) socket.subscribe();
    },
    onProgress(progress) {
      heardAt = Date.now();
      apply({ kind: 'progress', progress });
      if (state.behind) socket.subscribe();
    },
    onGone: () => settle(new Error(`the batch ${batch} was deleted`)),
  });

  const done = new AbortController();
  async function askWhenSilent(): Promise<void> {
    const stop = AbortSignal.any([done.signal, api.signal]);
    while (!stop.aborted) {
      if (Date.now() - heardAt >= silenceMs) {
        heardAt = Date.now();
        await catchUp((await api.json('GET', path, Batch)).progress);
      }
      await sleep(silenceMs / 10, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  const onAbort = () => settle(api.signal.reason instanceof Error ? api.signal.reason : new Error('stopped'));
  api.signal.addEventListener('abort', onAbort);
  if (api.signal.aborted) onAbort();
  const asking = askWhenSilent().catch((err: unknown) =>
    settle(err instanceof Error ? err : new Error(String(err))),
  );
  try {
    const how = await settled;
    if (how instanceof Error) throw how;
    await tellCancelled(how);
    return how;
  } finally {
    done.abort();
    api.signal.removeEventListener('abort', onAbort);
    socket.close();
    await asking;
  }

  /** Cancelled cards have no outcome and no number; they are known at the end. */
  async function tellCancelled(progress: BatchProgress): Promise<void> {
    if (progress.cancelled === 0) return;
    for (const row of await api.json('GET', `${path}/results?status=cancelled`, Rows)) onCard(row);
  }
}

/** A row as the socket would have told it; cancelled cards have no outcome. */
function toOutcome(batch: string, row: ResultRow): CardOutcome[] {
  const { cardId, filename, seq, status, confidence, error, durationMs } = row;
  if (status === 'cancelled' || seq < 1) return [];
  return [{ batch, seq, cardId, filename, status, confidence, fields: null, error, durationMs }];
}
