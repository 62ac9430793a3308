import { createDatabase, type Database } from '@cardmill/db';
import {
  closeRedis,
  createRedis,
  createReleaseStack,
  type Logger,
  redisTakesData,
} from '@cardmill/server-kit';
import { createStore, type ObjectStore } from '@cardmill/storage';

import type { ApiConfig } from './config.ts';
import type { Api } from './deps.ts';
import { createHints, createSampleBell } from './hints.ts';
import { createApp } from './http/app.ts';
import { startServer } from './http/server.ts';
import { createDispatcher, kickOnHints } from './line/dispatcher.ts';
import { createCardQueue } from './line/queue.ts';
import { createApiMetrics } from './metrics.ts';
import { createIndexer } from './search/indexer.ts';
import { createSweeper } from './sweep/sweeper.ts';
import { createPageCounter } from './upload/stored-pages.ts';
import { readVersion } from './version.ts';

export interface StartApiOptions {
  logger: Logger;
  /** In place of those that the configuration names; whoever passes one closes it. */
  database?: Database;
  store?: ObjectStore;
}

export interface RunningApi {
  /** Where it listens, without a path. */
  url: string;
  /** Lets requests in hand end (8 s), then gives everything back. May be called again. */
  close(): Promise<void>;
}

const MB = 1024 * 1024;
const MINUTE_MS = 60_000;

/**
 * The API with its dispatcher and sweeper. Starts without Redis, storage or database: `/api/v1/health/ready` says what
 * is missing.
 * @throws the listen error, e.g. `EADDRINUSE`
 */
export async function startApi(config: ApiConfig, options: StartApiOptions): Promise<RunningApi> {
  const { logger } = options;
  const stack = createReleaseStack(logger);
  const metrics = createApiMetrics();
  try {
    const onIdleError = (err: Error) => logger.warn({ err }, 'database: an idle connection broke');
    const db =
      options.database ??
      createDatabase(config.DATABASE_URL, { poolSize: config.DATABASE_POOL, onIdleError });
    if (options.database === undefined) stack.add('database', () => db.close());
    const store = options.store ?? createStore(config.STORE);
    if (options.store === undefined) stack.add('store', () => store.close());
    const publisher = createRedis(config.REDIS_URL, 'publisher', logger);
    stack.add('publisher', () => closeRedis(publisher));
    const hints = createHints(publisher, metrics, logger);
    const queue = createCardQueue(config.REDIS_URL, logger);
    stack.add('queue', () => queue.close());
    const dispatcher = createDispatcher({
      line: db.line,
      queue,
      window: config.DISPATCH_WINDOW,
      metrics,
      logger,
    });
    stack.add('dispatcher', () => dispatcher.close());
    const subscriber = createRedis(config.REDIS_URL, 'subscriber', logger);
    stack.add('subscriber', () => closeRedis(subscriber));
    kickOnHints(subscriber, dispatcher.kick, logger);
    const sweeper = createSweeper({
      db,
      store,
      hints,
      draftDays: config.DRAFT_DAYS,
      stopAfterMs: config.STOP_AFTER_MINUTES * MINUTE_MS,
      graceMs: config.GARBAGE_GRACE_MINUTES * MINUTE_MS,
      metrics,
      logger,
    });
    stack.add('sweeper', () => sweeper.close());
    const indexer = createIndexer({ db, logger });
    stack.add('indexer', () => indexer.close());

    const api: Api = {
      db,
      store,
      hints,
      ring: dispatcher.kick,
      ringSamples: createSampleBell(publisher, metrics, logger),
      limits: { maxFileBytes: config.MAX_FILE_MB * MB },
      draftDays: config.DRAFT_DAYS,
      countPages: createPageCounter(store, config.MAX_TIFF_PAGES),
      logger,
      metrics,
      checks: {
        database: () => db.ready(),
        redis: () => redisTakesData(publisher),
        storage: () => store.ready(),
      },
      version: readVersion(),
    };
    const app = createApp(api, { allowedOrigins: config.ALLOWED_ORIGINS });
    const server = await startServer(app, { host: config.HOST, port: config.PORT });
    stack.add('http server', () => server.close(), 10_000);
    logger.info({ url: server.url }, 'listening');
    return { url: server.url, close: async () => void (await stack.close()) };
  } catch (error) {
    await stack.close();
    throw error;
  }
}
