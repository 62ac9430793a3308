import type { Logger } from '@cardmill/server-kit';

import type { SocketServer, WatcherSocket } from './socket-server.ts';

/** What waits for a socket. */
export interface Backlog {
  packets: number;
  bytes: number;
}

export interface SlowSocketOptions {
  logger: Logger;
  onDrop: () => void;
  /** What may wait for a socket that does not take it in. */
  most: Backlog;
  everyMs: number;
}

/**
 * Buffers towards a socket have no bound of their own: one paused client cost 56 MB in a trial. A socket with too much
 * waiting in two looks running, and not less in the second, is closed; it comes back and is told what it missed, one
 * outcome per card.
 *
 * @returns stops looking
 */
export function dropSlowSockets(io: SocketServer, options: SlowSocketOptions): () => void {
  let before = new Map<string, Backlog>();
  const timer = setInterval(() => {
    const slow = new Map<string, Backlog>();
    for (const socket of io.of('/').sockets.values()) {
      const backlog = backlogOf(socket);
      if (!isTooMuch(backlog, options.most)) continue;
      slow.set(socket.id, backlog);
      if (!isStuck(backlog, before.get(socket.id))) continue;
      options.logger.warn({ socket: socket.id, ...backlog }, 'socket is too slow, closed');
      options.onDrop();
      drop(socket);
    }
    before = slow;
  }, options.everyMs);
  return () => clearInterval(timer);
}

export const isTooMuch = (backlog: Backlog, most: Backlog): boolean =>
  backlog.packets > most.packets || backlog.bytes > most.bytes;

/**
 * One look alone may fall between a burst and its flush, and a long reply goes out slowly over a thin line.
 *
 * @param before - too much as well, in the look before
 */
export const isStuck = (backlog: Backlog, before: Backlog | undefined): boolean =>
  before !== undefined && backlog.bytes >= before.bytes;

/**
 * What waits in Engine.IO for the transport, and in the transport for the network: a burst is handed over whole. Neither
 * property has a public type; both are what the documents of the two libraries name for this.
 */
function backlogOf(socket: WatcherSocket): Backlog {
  const waiting: unknown = Reflect.get(socket.conn, 'writeBuffer');
  const packets = Array.isArray(waiting) ? waiting.map(sizeOf) : [];
  const handedOver = Number(Reflect.get(webSocketOf(socket) ?? {}, 'bufferedAmount') ?? 0);
  return { packets: packets.length, bytes: packets.reduce((sum, size) => sum + size, handedOver) };
}

function sizeOf(packet: { data?: unknown }): number {
  return typeof packet.data === 'string' ? packet.data.length : 0;
}

/** Throws away what waits: closing in order would send it first, and keep it for half a minute when nobody reads. */
function drop(socket: WatcherSocket): void {
  const terminate: unknown = Reflect.get(webSocketOf(socket) ?? {}, 'terminate');
  if (typeof terminate === 'function') Reflect.apply(terminate, webSocketOf(socket), []);
  socket.conn.close(true);
}

function webSocketOf({ conn }: WatcherSocket): object | null {
  const webSocket: unknown = Reflect.get(conn.transport, 'socket');
  return typeof webSocket === 'object' ? webSocket : null;
}
