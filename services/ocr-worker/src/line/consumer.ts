import { CardJob, QUEUES } from '@cardmill/contracts/wire';
import { type Logger, redisOptions, withDeadline } from '@cardmill/server-kit';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

import type { Hand } from './hand.ts';

const CLOSE_MS = 3_000;

/**
 * Answers the doorbell. A job says that a card was rung for, not which one to take: whose turn it is, is decided when
 * the card is claimed, not when the bell rang. A job that does not parse is dropped, and a job never fails, because what
 * became of the card is Postgres's business.
 */
export function startConsumer(redisUrl: string, hand: Hand, logger: Logger) {
  const connection = new Redis(redisUrl, redisOptions('queue'));
  connection.on('error', () => undefined);
  // Exactly three parameters would be needed for BullMQ's own signal; ours comes from the database, so two are enough.
  const worker = new Worker(
    QUEUES.card.name,
    async (job) => {
      const payload = CardJob.safeParse(job.data);
      if (!payload.success) {
        logger.warn({ job: job.id }, 'a job that is none of ours was dropped');
        return;
      }
      await hand.take({ rung: true });
    },
    {
      connection,
      concurrency: 1,
      // Stalls are judged by leases in Postgres; a job that ran long must not be failed by BullMQ.
      maxStalledCount: 100,
      drainDelay: 5,
    },
  );
  let away = false;
  worker.on('error', (err) => {
    if (!away) logger.warn({ err }, 'the queue is away');
    away = true;
  });
  worker.on('active', () => {
    away = false;
  });
  return {
    /**
     * Takes no more jobs; a job in hand ends first, for a moment. BullMQ's close never ends with Redis away, and a second
     * call with `force` only waits for the first (measured with 6.7.0), so it must be right the first time.
     */
    async close(): Promise<void> {
      try {
        await withDeadline(worker.close(connection.status !== 'ready'), CLOSE_MS, 'closing the queue');
      } catch (err) {
        // What it still waits for goes with its connections; a bell nobody acknowledged is rung again.
        logger.warn({ err }, 'the queue did not close');
      } finally {
        connection.disconnect();
      }
    },
  };
}
