import type { Logger } from '@cardmill/server-kit';

import type { SocketServer, WatcherSocket } from './socket-server.ts';

export interface SlowSocketOptions {
  logger: Logger;
  onDrop: () => void;
  /** Packets that may wait for a socket that does not take them in. */
  maxPackets: number;
  /** Bytes that may wait for it. */
  maxBytes: number;
  everyMs: number;
}

/** What waits for a socket. */
interface Backlog {
  packets: number;
  bytes: number;
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
      if (backlog.packets <= options.maxPackets && backlog.bytes <= options.maxBytes) continue;
      slow.set(socket.id, backlog);
      // One look alone may fall between a burst and its flush, and a long reply over a thin line goes out slowly.
      const last = before.get(socket.id);
      if (last === undefined || backlog.bytes < last.bytes) continue;
      options.logger.warn({ socket: socket.id, ...backlog }, 'socket is too slow, closed');
      options.onDrop();
      drop(socket);
    }
    before = slow;
  }, options.everyMs);
  return () => clearInterval(timer);
}

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
