import { createServer } from 'node:http';

import { decodeHint, HINT_CHANNEL } from '@cardmill/contracts/wire';
import { createDatabase } from '@cardmill/db';
import {
  closeRedis,
  createOpsHandler,
  createRedis,
  createReleaseStack,
  type Logger,
} from '@cardmill/server-kit';

import type { NotifierConfig } from './config.ts';
import { createFeed } from './feed.ts';
import { listen, trackConnections } from './http.ts';
import { createNotifierMetrics } from './metrics.ts';
import { createOutage } from './outage.ts';
import { createRelays } from './relays.ts';
import { batchOfRoom, createAllRoom, createRoom } from './rooms.ts';
import { type Backlog, dropSlowSockets } from './slow-sockets.ts';
import { createSocketServer } from './socket-server.ts';
import { serveWatcher } from './watching.ts';

const SECOND_MS = 1_000;
const MEBI = 2 ** 20;

export interface NotifierOverrides {
  logger: Logger;
  /** Between two reads of one batch, at least; default 30 ms. */
  coalesceMs?: number;
  /** Reads of one batch for those who join it: so many at once, then one each `everyMs`; default 3 and 500 ms. */
  joins?: { atOnce: number; everyMs: number };
  /** A `subscribe` has its reply by then; default 5,000 ms. */
  subscribeDeadlineMs?: number;
  /** What may wait for one slow socket; default 2,000 packets and 8 MiB. */
  backlog?: Partial<Backlog>;
}

export interface RunningNotifier {
  /** Where socket, health and metrics are served. */
  url: string;
  /** Lets the sockets go (they reconnect elsewhere), then Redis and the database. */
  close: () => Promise<unknown>;
}

/** One notifier. Any number of them work side by side; each keeps nothing that cannot be read again. */
export async function startNotifier(
  config: NotifierConfig,
  { logger, ...overrides }: NotifierOverrides,
): Promise<RunningNotifier> {
  const stack = createReleaseStack(logger);
  try {
    const db = createDatabase(config.DATABASE_URL, {
      poolSize: config.DATABASE_POOL,
      statementTimeoutMs: 5 * SECOND_MS,
      onIdleError: (err) => logger.debug({ err }, 'a database connection was lost'),
    });
    stack.add('database', () => db.close(), 12 * SECOND_MS);
    const redis = createRedis(config.REDIS_URL, 'subscriber', logger);
    stack.add('redis', () => closeRedis(redis));

    const metrics = createNotifierMetrics({
      sockets: () => io.engine.clientsCount,
      watched: () => relays.size(),
    });
    const ready = { database: () => db.ready(), redis: () => answers(redis) };
    // Before the socket server: it takes its own addresses and leaves the others to who was there first.
    const http = createServer(createOpsHandler({ metrics: metrics.registry, ready }));
    const dropConnections = trackConnections(http);
    const io = createSocketServer(http, config.ALLOWED_ORIGINS);

    const outage = createOutage(logger);
    const shared = { db, outage, onRead: () => metrics.reads.inc(), pollMs: config.POLL_MS };
    const feed = createFeed({
      ...shared,
      room: createAllRoom(io, metrics.relayed),
      coalesceMs: Math.min(500, config.POLL_MS),
    });
    const relays = createRelays({
      ...shared,
      roomOf: (batch) => createRoom(io, batch, metrics.relayed),
      onSummary: (summary) => feed.offer(summary),
      onGone: (batch) => feed.gone(batch),
      coalesceMs: overrides.coalesceMs ?? 30,
      failureDelayMs: SECOND_MS,
      joins: overrides.joins ?? { atOnce: 3, everyMs: SECOND_MS / 2 },
    });
    stack.add('relays', () => Promise.all([relays.close(), feed.close()]), 12 * SECOND_MS);

    io.of('/').adapter.on('delete-room', (room: string) => {
      const batch = batchOfRoom(room);
      if (batch !== null) relays.left(batch);
    });
    io.on('connection', (socket) =>
      serveWatcher(socket, {
        relays,
        feed,
        logger,
        subscribeDeadlineMs: overrides.subscribeDeadlineMs ?? 5 * SECOND_MS,
      }),
    );
    stack.add(
      'slow sockets',
      dropSlowSockets(io, {
        logger,
        onDrop: () => metrics.slowDropped.inc(),
        most: { packets: 2_000, bytes: 8 * MEBI, ...overrides.backlog },
        everyMs: SECOND_MS,
      }),
    );

    redis.on('message', (_channel, message) => {
      const hint = decodeHint(message);
      if (hint === null) return;
      relays.hint(hint);
      feed.hint(hint);
    });
    // Hints of the time before are lost: everything is looked at once.
    redis.on('ready', () => {
      relays.pollSoon();
      feed.wake();
    });
    // Waits for Redis by itself; until then the poll does it all.
    redis.subscribe(HINT_CHANNEL).catch((err: unknown) => logger.warn({ err }, 'not subscribed to hints'));

    stack.add('sockets', async () => {
      const drop = setTimeout(dropConnections, SECOND_MS);
      await io.close();
      clearTimeout(drop);
    });
    const port = await listen(http, config.PORT, config.HOST);
    const url = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`;
    logger.info({ url }, 'listening');
    return { url, close: () => stack.close() };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** A command to a Redis that is away would wait for its return. */
async function answers(redis: ReturnType<typeof createRedis>): Promise<void> {
  if (redis.status !== 'ready') throw new Error(`redis is ${redis.status}`);
  await redis.ping();
}
