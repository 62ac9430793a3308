import { decodeHint, encodeHint, HINT_CHANNEL, type Hint, SAMPLE_CHANNEL } from '@cardmill/contracts/wire';
import { createDatabase } from '@cardmill/db';
import {
  closeRedis,
  Counter,
  createMetrics,
  createRedis,
  createReleaseStack,
  type Logger,
  startOpsServer,
  withDeadline,
} from '@cardmill/server-kit';
import { createStore } from '@cardmill/storage';

import { chooseRecogniser } from './choose-recogniser.ts';
import type { WorkerConfig } from './config.ts';
import { createFolderModels, createShippedModels, type Recogniser } from './engine/index.ts';
import { startConsumer } from './line/consumer.ts';
import { createHand } from './line/hand.ts';
import { pollWhenIdle } from './line/poller.ts';
import { readSamples } from './line/samples.ts';
import { createStreak } from './pipeline/streak.ts';

const HEARTBEAT_MS = 5_000;
/** No statement of a worker is long; a connection that swallows everything is given up 5 s after this. */
const STATEMENT_MS = 10_000;
/** Longest that closing a worker may take, before the launcher's patience (20 s) and compose's (40 s) are over. */
export const STOP_MS = 18_000;
const MEGA = 1_000_000;
const MEBI = 2 ** 20;

export interface WorkerOverrides {
  logger: Logger;
  /** Instead of the engine that the configuration names; the worker closes it. */
  recogniser?: Recogniser;
}

/**
 * One OCR worker: one hand, one recogniser. Any number of them, on any number of machines, share the line.
 * @returns `url` of health and metrics. `close` hands the card in hand back without counting anything against it, within
 * {@link STOP_MS}, whichever of the servers is gone.
 */
export async function startWorker(config: WorkerConfig, { logger: parent, ...overrides }: WorkerOverrides) {
  const logger = parent.child({ worker: config.WORKER_ID });
  const stack = createReleaseStack(logger);
  const stopping = new AbortController();
  try {
    const metrics = createMetrics('ocr-worker');
    const hints = new Counter({
      name: 'cardmill_hints_lost_total',
      help: 'Hints that could not be published',
      registers: [metrics],
    });

    const db = createDatabase(config.DATABASE_URL, {
      poolSize: 3,
      statementTimeoutMs: STATEMENT_MS,
      onIdleError: (err) => logger.warn({ err }, 'a database connection was lost'),
    });
    /** A release that a server which is gone may hold up: it is let go of, since the process ends anyway. */
    const addPatient = (what: string, ms: number, release: () => Promise<unknown>): void =>
      stack.add(
        what,
        () =>
          withDeadline(release(), ms, `releasing ${what}`).catch((err: unknown) =>
            logger.warn({ err }, 'let go of'),
          ),
        // The stack's own patience must not end first: that would count as a failure to release.
        ms + 1_000,
      );
    addPatient('database', 3_000, () => db.close());
    const store = createStore(config.STORE);
    stack.add('storage', () => store.close());

    const publisher = createRedis(config.REDIS_URL, 'publisher', logger);
    stack.add('redis publisher', () => closeRedis(publisher));
    const publish = (hint: Hint): void => {
      publisher.publish(HINT_CHANNEL, encodeHint(hint)).catch(() => hints.inc());
    };

    const models =
      config.MODELS_DIR === undefined ? createShippedModels() : createFolderModels(config.MODELS_DIR);
    const languages = (await models.list()).map((model) => model.code);
    const chosen = chooseRecogniser(config, models, languages, logger, overrides.recogniser);
    const { recogniser, handwriting } = chosen;
    stack.add('recogniser', () => recogniser.close(), 6_000);

    const hand = createHand(
      {
        db,
        store,
        recogniser,
        publish,
        logger,
        workerId: config.WORKER_ID,
        leaseMs: config.LEASE_MS,
        streak: createStreak(),
        limits: {
          maxPixels: config.MAX_MEGAPIXELS * MEGA,
          maxBytes: config.MAX_FILE_MB * MEBI,
          cardDeadlineMs: config.CARD_DEADLINE_MS,
        },
      },
      stopping.signal,
    );

    const subscriber = createRedis(config.REDIS_URL, 'subscriber', logger);
    stack.add('redis subscriber', () => closeRedis(subscriber));
    const samples = readSamples(hand, config.IDLE_POLL_MS, stopping.signal, logger);
    addPatient('samples', 1_000, () => samples.ended);
    subscriber.on('message', (channel, message) => {
      if (channel === SAMPLE_CHANNEL) samples.ring();
      const hint = decodeHint(message);
      if (hint?.kind === 'action' || hint?.kind === 'gone') hand.batchChanged(hint.batch);
    });
    // With Redis away the subscription comes later, by itself, and heartbeats notice what it would have told.
    await withDeadline(subscriber.subscribe(HINT_CHANNEL, SAMPLE_CHANNEL), 2_000, 'subscribing').catch(
      (err: unknown) => logger.warn({ err }, 'not subscribed yet'),
    );

    let saying = false;
    const sayHello = async (): Promise<void> => {
      // One at a time: a database that swallows everything would be asked on every connection there is.
      if (saying) return;
      saying = true;
      await db.work
        .workerHeartbeat(config.WORKER_ID, languages, handwriting)
        .catch((err: unknown) => logger.warn({ err }, 'no heartbeat'));
      saying = false;
    };
    await db.work.workerHeartbeat(config.WORKER_ID, languages, handwriting);
    const heartbeat = setInterval(() => void sayHello(), HEARTBEAT_MS);
    addPatient('heartbeat', 2_000, async () => {
      clearInterval(heartbeat);
      await db.work.workerGone(config.WORKER_ID);
    });

    const ops = await startOpsServer({
      port: config.OPS_PORT,
      host: config.HOST,
      metrics,
      ready: { database: () => db.ready(), storage: () => store.ready() },
    });
    stack.add('ops server', () => ops.close());

    const polling = pollWhenIdle(hand, config.IDLE_POLL_MS, stopping.signal, logger);
    addPatient('poller', 1_000, () => polling);
    addPatient('card in hand', 6_000, () => hand.idle());
    const consumer = startConsumer(config.REDIS_URL, hand, logger);
    stack.add('consumer', () => consumer.close());
    // Released first: everything above sees the signal, the card in hand is handed back.
    stack.add('work', () => stopping.abort());

    const url = `http://${config.HOST}:${ops.port}`;
    logger.info({ url, languages, handwriting }, 'listening');
    return { url, close: () => stack.close() };
  } catch (error) {
    stopping.abort();
    await stack.close();
    throw error;
  }
}
