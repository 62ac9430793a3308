import type { FeedRoom } from './feed.ts';
import type { NotifierMetrics } from './metrics.ts';
import type { Room } from './relay.ts';
import type { SocketServer } from './socket-server.ts';

/** The room of who watches all batches. */
export const ALL_ROOM = 'all';
const PREFIX = 'batch:';

/** The room of who watches one batch. */
export const roomName = (batch: string): string => PREFIX + batch;

/** Which batch a room is of; null for any other room. */
export const batchOfRoom = (room: string): string | null =>
  room.startsWith(PREFIX) ? room.slice(PREFIX.length) : null;

type Relayed = NotifierMetrics['relayed'];

/** One batch's watchers on this notifier. */
export function createRoom(io: SocketServer, batch: string, relayed: Relayed): Room {
  const room = roomName(batch);
  return {
    isEmpty: () => !io.of('/').adapter.rooms.has(room),
    send(message) {
      relayed.inc({ event: message.event });
      switch (message.event) {
        case 'card':
          io.to(room).emit('card', message.outcome);
          break;
        case 'progress':
          io.to(room).emit('progress', message.progress);
          break;
      }
    },
    sendSummary(summary) {
      relayed.inc({ event: 'batch' });
      io.to(room).emit('batch', summary);
    },
    dissolve() {
      relayed.inc({ event: 'batch' });
      io.to(room).emit('batch', { name: batch, deleted: true });
      io.in(room).socketsLeave(room);
    },
  };
}

/** Everybody on this notifier who watches all batches. */
export function createAllRoom(io: SocketServer, relayed: Relayed): FeedRoom {
  return {
    isEmpty: () => !io.of('/').adapter.rooms.has(ALL_ROOM),
    send(batch) {
      relayed.inc({ event: 'batch' });
      io.to(ALL_ROOM).emit('batch', batch);
    },
  };
}
