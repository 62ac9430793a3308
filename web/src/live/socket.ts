import {
  type BatchEvent,
  type ClientToServerEvents,
  createWatcher,
  type ServerToClientEvents,
  SOCKET_PATH,
  type Watcher,
  type WatcherOptions,
} from '@cardmill/contracts';
import { io, type Socket } from 'socket.io-client';

export type LiveSocket = Pick<
  Socket<ServerToClientEvents, ClientToServerEvents>,
  'on' | 'off' | 'emit' | 'timeout' | 'connected' | 'connect' | 'disconnect'
>;
export type Line = 'connecting' | 'up' | 'lost';

/** Milliseconds a reply to `subscribe` may take before it is asked for again. */
const ACK_MS = 10_000;

/** Milliseconds a line that may be dead has to show that it is not. */
const ALIVE_MS = 4_000;

/** WebSocket first: one upgrade and no long polling to be tied to one server; polling is what is left behind old proxies. */
export const connectLive = (): LiveSocket =>
  io({ path: SOCKET_PATH, transports: ['websocket', 'polling'], tryAllTransports: true });

export type Live = ReturnType<typeof createLive>;

/** What the pages hear from the server. One socket for all of them; every watch outlives a lost line. */
export function createLive(socket: LiveSocket) {
  const watchers = new Set<Watcher>();
  const everybody = new Set<(batch: BatchEvent) => void>();
  const lineListeners = new Set<() => void>();
  let line: Line = 'connecting';
  let probing = false;

  const setLine = (next: Line): void => {
    line = next;
    for (const listener of lineListeners) listener();
  };
  const subscribeAll = (): void => {
    // A lost reply comes with a lost line, and every new line asks again.
    if (everybody.size > 0) socket.emit('subscribeAll', () => undefined);
  };
  const onConnect = (): void => {
    setLine('up');
    for (const watcher of watchers) watcher.connected();
    subscribeAll();
  };
  const onLost = (): void => {
    if (line !== 'lost') for (const watcher of watchers) watcher.disconnected();
    setLine('lost');
  };
  const onCard: ServerToClientEvents['card'] = (outcome) => {
    for (const watcher of watchers) watcher.card(outcome);
  };
  const onProgress: ServerToClientEvents['progress'] = (progress) => {
    for (const watcher of watchers) watcher.progress(progress);
  };
  const onBatch: ServerToClientEvents['batch'] = (batch) => {
    for (const watcher of watchers) watcher.batch(batch);
    for (const hear of everybody) hear(batch);
  };
  socket.on('connect', onConnect);
  socket.on('disconnect', onLost);
  socket.on('connect_error', onLost);
  socket.on('card', onCard);
  socket.on('progress', onProgress);
  socket.on('batch', onBatch);
  if (socket.connected) onConnect();

  return {
    line: (): Line => line,
    onLine: (listener: () => void): (() => void) => {
      lineListeners.add(listener);
      return () => lineListeners.delete(listener);
    },

    /** Watches one batch until the returned function is called. */
    watchBatch(options: Pick<WatcherOptions, 'batch' | 'since' | 'onChange' | 'onRefused'>): () => void {
      const watcher = createWatcher({
        ...options,
        subscribe: (request) =>
          new Promise((resolve, reject) => {
            const probe = probing;
            socket.timeout(probe ? ALIVE_MS : ACK_MS).emit('subscribe', request, (error, reply) => {
              if (error === null) resolve(reply);
              else reject(error);
              if (error !== null && probe && socket.connected) socket.disconnect().connect();
            });
          }),
      });
      watchers.add(watcher);
      if (line === 'up') watcher.connected();
      return () => {
        watchers.delete(watcher);
        watcher.close();
        if (socket.connected) socket.emit('unsubscribe', { batch: options.batch });
      };
    },

    /** Asks over the line whether it is there; without an answer in a few seconds it is given up and made anew. */
    check(): void {
      if (!socket.connected) {
        socket.connect();
        return;
      }
      // The question is the one that is asked after a reconnect: its answer also brings what was missed.
      probing = true;
      for (const watcher of watchers) watcher.connected();
      probing = false;
    },

    /** Hears of every batch in the house. */
    watchAll(hear: (batch: BatchEvent) => void): () => void {
      everybody.add(hear);
      if (everybody.size === 1 && socket.connected) subscribeAll();
      return () => everybody.delete(hear);
    },

    close(): void {
      for (const watcher of watchers) watcher.close();
      watchers.clear();
      everybody.clear();
      socket.disconnect();
    },
  };
}
