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
type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** A browser on one batch that may go away and come back. */
export interface BatchWatch {
  state: () => WatchState;
  /** Told that the batch was deleted, or that there is none when it asked. */
  knowsItIsGone: () => boolean;
  leave: () => void;
  /** To the next of the notifiers. */
  comeBack: () => void;
  /** What was against the contract on any connection: a number left out, twice, or out of order. */
  faults: () => string[];
  close: () => void;
}

export const connect = (url: string): ClientSocket =>
  io(url, { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, reconnectionDelay: 50 });

/** Watches from the batch's first number on. */
export function watchBatch(urls: readonly string[], batch: string): BatchWatch {
  const connections: Heard[][] = [];
  let socket: ClientSocket | null = null;
  let visits = 0;
  let refused = false;
  const watcher = createWatcher({
    batch,
    since: 0,
    onChange: () => undefined,
    onRefused: () => {
      refused = true;
    },
    subscribe: (request) =>
      new Promise((resolve, reject) => {
        const heard = connections.at(-1);
        if (socket === null) return reject(new Error('not connected'));
        // Not `emitWithAck`: a promise is later than the messages that came in the same moment.
        socket.timeout(5_000).emit('subscribe', request, (late: Error | null, reply: SubscribeAck) => {
          if (late !== null) return reject(late);
          if (reply.ok) heard?.push({ kind: 'reply', seq: reply.progress.seq });
          resolve(reply);
        });
      }),
  });

  function leave(): void {
    watcher.disconnected();
    socket?.disconnect();
    socket = null;
  }

  function comeBack(): void {
    if (socket !== null) return;
    const fresh = connect(urls[visits % urls.length] ?? '');
    visits += 1;
    socket = fresh;
    fresh.on('connect', () => {
      connections.push([]);
      watcher.connected();
    });
    fresh.on('disconnect', watcher.disconnected);
    fresh.on('batch', watcher.batch);
    fresh.on('card', (outcome) => {
      connections.at(-1)?.push({ kind: 'card', seq: outcome.seq });
      watcher.card(outcome);
    });
    fresh.on('progress', (progress) => {
      connections.at(-1)?.push({ kind: 'progress', seq: progress.seq });
      watcher.progress(progress);
    });
  }

  comeBack();
  return {
    state: watcher.state,
    knowsItIsGone: () => refused || watcher.state().gone,
    leave,
    comeBack,
    faults: () => connections.flatMap(faultsOf),
    close() {
      leave();
      watcher.close();
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
