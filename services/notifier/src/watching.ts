import {
  BATCH_NAME,
  type Problem,
  Subscribe,
  type SubscribeAck,
  type SubscribeAllAck,
  Unsubscribe,
} from '@cardmill/contracts';
import type { Logger } from '@cardmill/server-kit';

import type { Feed } from './feed.ts';
import { problemOf } from './problem.ts';
import type { Relays } from './relays.ts';
import { ALL_ROOM, roomName } from './rooms.ts';
import type { WatcherSocket } from './socket-server.ts';
import { createSubscriber } from './subscriber.ts';

/** Batches one socket may watch; the history page watches all of them by another event. */
const MAX_BATCHES = 100;

export interface WatchingOptions {
  relays: Relays;
  feed: Feed;
  logger: Logger;
  subscribeDeadlineMs: number;
}

/** What one socket may ask for. Arguments come from outside: any of them may be anything, or missing. */
export function serveWatcher(socket: WatcherSocket, options: WatchingOptions): void {
  const { relays, feed, logger } = options;
  /** Subscriptions under way; a later `unsubscribe` takes the place in the room back before it is given. */
  const joining = new Map<string, { wanted: boolean }>();

  socket.on('subscribe', (...args: unknown[]) => {
    const reply = replyOf(args);
    const refuse = (problem: Problem): void => reply({ ok: false, problem });
    const request = Subscribe.safeParse(args[0]);
    if (!request.success) {
      refuse(problemOf('invalid_request', 'subscribe takes {batch, since?}'));
      return;
    }
    const { batch, since } = request.data;
    if (!BATCH_NAME.test(batch)) {
      refuse(problemOf('batch_not_found'));
      return;
    }
    if (joining.size + socket.rooms.size > MAX_BATCHES && !socket.rooms.has(roomName(batch))) {
      refuse(problemOf('too_many_requests', `a socket can watch ${MAX_BATCHES} batches`));
      return;
    }
    const place = { wanted: true };
    joining.set(batch, place);
    const settled = (): void => {
      if (joining.get(batch) === place) joining.delete(batch);
    };
    relays.subscribe(
      batch,
      createSubscriber({
        since,
        deadlineMs: options.subscribeDeadlineMs,
        onWelcome: (welcome) => {
          settled();
          if (!socket.connected) return;
          reply({ ok: true, ...welcome });
          if (place.wanted) void socket.join(roomName(batch));
        },
        onRefuse: (problem) => {
          settled();
          logger.debug({ batch, code: problem.code }, 'subscribe refused');
          refuse(problem);
        },
      }),
    );
  });

  socket.on('unsubscribe', (...args: unknown[]) => {
    const request = Unsubscribe.safeParse(args[0]);
    if (!request.success) return;
    const place = joining.get(request.data.batch);
    if (place !== undefined) place.wanted = false;
    void socket.leave(roomName(request.data.batch));
  });

  socket.on('subscribeAll', (...args: unknown[]) => {
    void socket.join(ALL_ROOM);
    replyOf(args)({ ok: true });
    feed.wake();
  });

  // Without a listener Socket.IO prints them.
  socket.on('error', (err) => logger.debug({ err, socket: socket.id }, 'socket error'));
}

/** The acknowledgement is the last argument, when the client wants one at all. */
function replyOf(args: readonly unknown[]): (reply: SubscribeAck | SubscribeAllAck) => void {
  const ack = args.at(-1);
  return (reply) => {
    if (typeof ack === 'function') ack(reply);
  };
}
