import { type CardJob, QUEUES } from '@cardmill/contracts/wire';
import { closeRedis, type Logger, maskUrl, redisOptions, withDeadline } from '@cardmill/server-kit';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** The bell: BullMQ's queue of card jobs, as the dispatcher sees it. */
export interface CardQueue {
  /** False while Redis is away: then nothing is rung for, and idle workers find the cards by themselves at once. */
  reachable(): boolean;
  /** Jobs that wait or that a worker has taken. */
  bells(): Promise<number>;
  ring(cardIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const DEADLINE_MS = 5_000;

export function createCardQueue(url: string, logger: Logger): CardQueue {
  const { name, options } = QUEUES.card;
  // Without an offline queue a command fails at once when Redis is away; by default it would wait out the outage.
  const redis = new Redis(url, {
    ...redisOptions('queue'),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: DEADLINE_MS,
  });
  let away = false;
  const trouble = (err: Error): void => {
    if (!away) logger.warn({ err, redis: maskUrl(url) }, 'queue: redis is away');
    away = true;
  };
  redis.on('error', trouble);
  redis.on('ready', () => {
    if (away) logger.info('queue: redis is back');
    away = false;
  });
  let queue: Queue | undefined;
  // Opened when Redis is there: BullMQ asks for the server's version first, and gives up for good when that fails.
  const opened = (): Queue => {
    if (queue === undefined) {
      queue = new Queue(name, { connection: redis, defaultJobOptions: options });
      queue.on('error', trouble);
    }
    return queue;
  };
  return {
    reachable: () => redis.status === 'ready',
    bells: () => withDeadline(opened().getJobCountByTypes('waiting', 'active'), DEADLINE_MS, 'counting jobs'),
    async ring(cardIds) {
      const jobs = cardIds.map((cardId) => ({ name: 'card', data: { v: 1, cardId } satisfies CardJob }));
      await withDeadline(opened().addBulk(jobs), DEADLINE_MS, 'adding jobs');
    },
    async close() {
      await withDeadline(queue?.close() ?? Promise.resolve(), 2_000, 'closing the queue').catch(
        () => undefined,
      );
      await closeRedis(redis);
    },
  };
}
