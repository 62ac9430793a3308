import {
  type BatchProgress,
  type CardOutcome,
  type ClientToServerEvents,
  createWatcher,
  type ServerToClientEvents,
  SOCKET_PATH,
  type SubscribeAck,
  type WatchState,
} from '@cardmill/contracts';
import { waitFor } from '@cardmill/testkit';
import { io, type Socket } from 'socket.io-client';

/** A browser that watches one batch and writes down every number it was told. */
export interface Watching {
  socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  cards: CardOutcome[];
  progress: BatchProgress[];
  acks: SubscribeAck[];
  state: () => WatchState;
  /** Waits until this watcher knows that the batch is terminal. */
  ended: (timeoutMs?: number) => Promise<BatchProgress>;
  close: () => void;
}

const TERMINAL = new Set(['completed', 'failed', 'cancelled']);

/** Watches from the first number on, and again after every loss of the line. Resolves once the first reply is there. */
export async function watchBatch(url: string, batch: string): Promise<Watching> {
  const socket: Watching['socket'] = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    reconnectionDelay: 50,
  });
  const cards: CardOutcome[] = [];
  const progress: BatchProgress[] = [];
  const acks: SubscribeAck[] = [];
  const watcher = createWatcher({
    batch,
    since: 0,
    subscribe: async (request) => {
      const ack = await socket.timeout(5_000).emitWithAck('subscribe', request);
      acks.push(ack);
      return ack;
    },
    onChange: () => undefined,
  });
  socket.on('connect', watcher.connected);
  socket.on('disconnect', watcher.disconnected);
  socket.on('batch', watcher.batch);
  socket.on('card', (outcome) => {
    cards.push(outcome);
    watcher.card(outcome);
  });
  socket.on('progress', (now) => {
    progress.push(now);
    watcher.progress(now);
  });
  // A number that was given out before the first reply is in its snapshot and is told to nobody.
  await waitFor(() => acks.some((ack) => ack.ok), { what: `a watcher of ${batch}` });
  return {
    socket,
    cards,
    progress,
    acks,
    state: watcher.state,
    ended: (timeoutMs = 60_000) =>
      waitFor(
        () => {
          const now = watcher.state().progress;
          return now !== null && TERMINAL.has(now.status) && watcher.state().seq === now.seq
            ? now
            : undefined;
        },
        { timeoutMs, what: `the terminal state of ${batch}` },
      ),
    close: () => {
      watcher.close();
      socket.close();
    },
  };
}

/** Every number a watcher was told, missed ones and live ones. */
export function numbersOf({
  acks,
  cards,
  progress,
}: Pick<Watching, 'acks' | 'cards' | 'progress'>): number[] {
  const told = new Set([...cards.map((card) => card.seq), ...progress.map((now) => now.seq)]);
  for (const ack of acks) {
    if (!ack.ok) continue;
    for (const outcome of ack.missed) told.add(outcome.seq);
    if (ack.progress.seq > 0) told.add(ack.progress.seq);
  }
  return [...told].toSorted((a, b) => a - b);
}
