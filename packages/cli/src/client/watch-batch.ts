import { setTimeout as sleep } from 'node:timers/promises';

import {
  Batch,
  BatchEvent,
  BatchProgress,
  CardOutcome,
  createWatcher,
  hasEnded,
  isTerminal,
  ResultRow,
  SOCKET_PATH,
  SubscribeAck,
} from '@cardmill/contracts';
import type { ClientToServerEvents, ServerToClientEvents, Watcher } from '@cardmill/contracts';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { z } from 'zod';

import type { Api } from './api.ts';

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

type BatchSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

const Rows = z.array(ResultRow);
const ackMs = 10_000;

/**
 * Follows a batch until it ends: by the socket, and by asking when the socket is silent, so that a
 * broken or forbidden socket never hangs it.
 *
 * @returns the progress it ended with
 * @throws when the batch is deleted meanwhile, or the server stays away
 */
export async function watchBatch(options: WatchOptions): Promise<BatchProgress> {
  const { api, batch, onProgress, silenceMs = 5_000 } = options;
  const path = `/api/v1/batches/${encodeURIComponent(batch)}`;
  const tell = createTeller(options.onCard);
  let heardAt = Date.now();
  let settle: (how: BatchProgress | Error) => void = () => undefined;
  const settled = new Promise<BatchProgress | Error>((resolve) => {
    settle = resolve;
  });

  const socket: BatchSocket = io(api.origin, {
    path: SOCKET_PATH,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  const watcher = createWatcher({
    batch,
    since: 0,
    async subscribe(request) {
      const ack = SubscribeAck.parse(await socket.timeout(ackMs).emitWithAck('subscribe', request));
      heardAt = Date.now();
      if (ack.ok) ack.missed.forEach(tell);
      return ack;
    },
    onChange(state) {
      if (state.gone) settle(new Error(`the batch ${batch} was deleted`));
      if (state.progress === null) return;
      onProgress(state.progress);
      if (hasEnded(state)) settle(state.progress);
    },
    onRefused: (problem) => settle(new Error(`${batch}: ${problem.title}`)),
  });
  const heard = () => (heardAt = Date.now());
  listen(socket, watcher, batch, heard, tell);

  const done = new AbortController();
  async function askWhenSilent(): Promise<void> {
    const stop = AbortSignal.any([done.signal, api.signal]);
    let known = 0;
    while (!stop.aborted) {
      if (Date.now() - heardAt >= silenceMs) {
        const { progress } = await api.json('GET', path, Batch);
        known = Math.max(known, watcher.state().seq);
        if (progress.seq > known) {
          const rows = await api.json('GET', `${path}/results?since=${known}`, Rows);
          rows.filter((row) => row.status !== 'cancelled').forEach(tell);
          known = progress.seq;
        }
        heard();
        onProgress(progress);
        if (isTerminal(progress.status)) settle(progress);
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
    if (how.cancelled > 0) {
      // They have no outcome and no number; they are known at the end.
      const rows = await api.json('GET', `${path}/results?status=cancelled`, Rows);
      rows.forEach((row) => options.onCard(row));
    }
    return how;
  } finally {
    done.abort();
    api.signal.removeEventListener('abort', onAbort);
    watcher.close();
    socket.disconnect();
    await asking;
  }
}

/** Hands on each outcome once, whichever way it came. */
function createTeller(onCard: (card: CardEnd) => void) {
  const told = new Map<string, number>();
  return (outcome: CardEnd & { seq: number }): void => {
    if ((told.get(outcome.cardId) ?? 0) >= outcome.seq) return;
    told.set(outcome.cardId, outcome.seq);
    onCard(outcome);
  };
}

/** What is not of the expected form (another version) is not heard: asking over HTTP goes on. */
function listen(
  socket: BatchSocket,
  watcher: Watcher,
  batch: string,
  heard: () => void,
  tell: (outcome: CardOutcome) => void,
): void {
  socket.on('connect', watcher.connected);
  socket.on('disconnect', (reason) => {
    watcher.disconnected();
    // A server that ends the connection itself is not connected to again by the library.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1_000).unref();
  });
  socket.on('card', (message) => {
    const { data } = CardOutcome.safeParse(message);
    if (data?.batch !== batch) return;
    heard();
    tell(data);
    watcher.card(data);
  });
  socket.on('progress', (message) => {
    const { data } = BatchProgress.safeParse(message);
    if (data?.batch !== batch) return;
    heard();
    // It may be the only word of a card whose own message was lost.
    if (data.lastResult !== null) tell(data.lastResult);
    watcher.progress(data);
  });
  socket.on('batch', (message) => {
    const { data } = BatchEvent.safeParse(message);
    if (data?.name === batch) watcher.batch(data);
  });
}
