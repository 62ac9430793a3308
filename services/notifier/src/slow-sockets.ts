import type { Logger } from '@cardmill/server-kit';

import type { SocketServer, WatcherSocket } from './socket-server.ts';

export interface SlowSocketOptions {
  logger: Logger;
  onDrop: () => void;
  /** Packets that may wait for a socket that does not take them in; about 1 KB each. */
  maxPackets: number;
  everyMs: number;
}

/**
 * Buffers towards a socket have no bound of their own: one paused client cost 56 MB in a trial. A socket with too much
 * waiting in two looks running is closed; it comes back and is told what it missed, one outcome per card.
 *
 * @returns stops looking
 */
export function dropSlowSockets(io: SocketServer, options: SlowSocketOptions): () => void {
  let suspects = new Set<string>();
  const timer = setInterval(() => {
    const slow = [...io.of('/').sockets.values()].filter((socket) => buffered(socket) > options.maxPackets);
    for (const socket of slow) {
      // One look alone may fall between a burst and its flush.
      if (!suspects.has(socket.id)) continue;
      options.logger.warn({ socket: socket.id, packets: buffered(socket) }, 'socket is too slow, closed');
      options.onDrop();
      // `true`: what waits is thrown away; otherwise closing would wait for it to be taken in.
      socket.conn.close(true);
    }
    suspects = new Set(slow.map((socket) => socket.id));
  }, options.everyMs);
  return () => clearInterval(timer);
}

/** Packets that wait in Engine.IO for the transport. The property has no public type, but is what its docs name. */
function buffered({ conn }: WatcherSocket): number {
  const packets: unknown = Reflect.get(conn, 'writeBuffer');
  return Array.isArray(packets) ? packets.length : 0;
}
