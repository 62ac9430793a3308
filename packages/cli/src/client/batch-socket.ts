import { BatchEvent, BatchProgress, CardOutcome, SOCKET_PATH, SubscribeAck } from '@cardmill/contracts';
import type { ClientToServerEvents, ServerToClientEvents } from '@cardmill/contracts';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';

export interface BatchSocketHandlers {
  /** The last number known. */
  since: () => number;
  onSubscribed: (ack: Extract<SubscribeAck, { ok: true }>) => Promise<void>;
  onCard: (outcome: CardOutcome) => void;
  onProgress: (progress: BatchProgress) => void;
  /** The batch is not there, or no longer. */
  onGone: () => void;
}

export interface BatchSocket {
  /** Asks for what is missing; one question at a time, and one more when it was called meanwhile. */
  subscribe: () => void;
  close: () => void;
}

const ackMs = 10_000;

/**
 * The live side of watching: connects, subscribes, and does so again after every break. Trouble is not
 * told: whoever uses it also asks over HTTP when nothing is heard.
 */
export function openBatchSocket(origin: string, batch: string, handlers: BatchSocketHandlers): BatchSocket {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(origin, {
    path: SOCKET_PATH,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
  let asking = false;
  let askAgain = false;

  async function ask(): Promise<void> {
    const reply: unknown = await socket
      .timeout(ackMs)
      .emitWithAck('subscribe', { batch, since: handlers.since() });
    const ack = SubscribeAck.parse(reply);
    if (ack.ok) await handlers.onSubscribed(ack);
    else if (ack.problem.code === 'batch_not_found') handlers.onGone();
  }

  function subscribe(): void {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    ask()
      // Too late, another version, a break: the next connect or the asking over HTTP mends it.
      .catch(() => undefined)
      .finally(() => {
        asking = false;
        if (!askAgain) return;
        askAgain = false;
        if (socket.connected) subscribe();
      });
  }

  socket.on('connect', subscribe);
  // A server that ends the connection itself is not connected to again by the library.
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1_000).unref();
  });
  socket.on('card', (message) => {
    const outcome = CardOutcome.safeParse(message);
    if (outcome.success && outcome.data.batch === batch) handlers.onCard(outcome.data);
  });
  socket.on('progress', (message) => {
    const progress = BatchProgress.safeParse(message);
    if (progress.success && progress.data.batch === batch) handlers.onProgress(progress.data);
  });
  socket.on('batch', (message) => {
    const event = BatchEvent.safeParse(message);
    if (event.success && event.data.name === batch && 'deleted' in event.data) handlers.onGone();
  });
  return { subscribe, close: () => void socket.disconnect() };
}
