import { CardJob, QUEUES } from '@cardmill/contracts/wire';
import { type Logger, redisOptions } from '@cardmill/server-kit';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

import type { Hand } from './hand.ts';

const CLOSE_MS = 5_000;

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
    /** With Redis away a graceful close never ends, so it is given a moment and then forced. */
    async close(): Promise<void> {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), CLOSE_MS);
      });
      const closed = await Promise.race([worker.close().then(() => 'closed' as const), late]).catch(
        () => 'late' as const,
      );
      clearTimeout(timer);
      if (closed === 'late') await worker.close(true);
      connection.disconnect();
    },
  };
}
