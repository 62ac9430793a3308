import {
  type ClientToServerEvents,
  createWatcher,
  type ServerToClientEvents,
  SOCKET_PATH,
  type SubscribeAck,
  type WatchState,
} from '@cardmill/contracts';
import { io, type Socket } from 'socket.io-client';

type Heard = { kind: 'reply' | 'card' | 'progress'; seq: number };

/** A browser on one batch that may go away and come back. */
export interface BatchWatch {
  state: () => WatchState;
  leave: () => void;
  comeBack: () => void;
  /** What was against the contract on any connection: a number left out, twice, or out of order. */
  faults: () => string[];
  close: () => void;
}

/** Watches from the batch's first number on. */
export function watchBatch(url: string, batch: string): BatchWatch {
  const connections: Heard[][] = [];
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(url, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
  });
  const watcher = createWatcher({
    batch,
    since: 0,
    onChange: () => undefined,
    subscribe: (request) =>
      new Promise((resolve, reject) => {
        const heard = connections.at(-1);
        // Not `emitWithAck`: a promise is later than the messages that came in the same moment.
        socket.timeout(5_000).emit('subscribe', request, (late: Error | null, reply: SubscribeAck) => {
          if (late !== null) return reject(late);
          if (reply.ok) heard?.push({ kind: 'reply', seq: reply.progress.seq });
          resolve(reply);
        });
      }),
  });
  socket.on('connect', () => {
    connections.push([]);
    watcher.connected();
  });
  socket.on('disconnect', watcher.disconnected);
  socket.on('batch', watcher.batch);
  socket.on('card', (outcome) => {
    connections.at(-1)?.push({ kind: 'card', seq: outcome.seq });
    watcher.card(outcome);
  });
  socket.on('progress', (progress) => {
    connections.at(-1)?.push({ kind: 'progress', seq: progress.seq });
    watcher.progress(progress);
  });
  return {
    state: watcher.state,
    leave: () => void socket.disconnect(),
    comeBack: () => void socket.connect(),
    faults: () => connections.flatMap(faultsOf),
    close() {
      watcher.close();
      socket.disconnect();
    },
  };
}

/** After the reply each number comes next to the one before; a card's may come once more as progress. */
function faultsOf(heard: readonly Heard[]): string[] {
  const faults: string[] = [];
  let last: number | null = null;
  for (const { kind, seq } of heard) {
    if (kind === 'reply') {
      if (last !== null && seq < last) faults.push(`a reply at ${seq} after ${last}`);
      last = seq;
    } else if (last === null) {
      faults.push(`${kind} ${seq} before the reply`);
    } else {
      const again = kind === 'progress' && seq === last;
      if (seq !== last + 1 && !again) faults.push(`${kind} ${seq} after ${last}`);
      last = Math.max(last, seq);
    }
  }
  return faults;
}
