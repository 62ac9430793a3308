import { z } from 'zod';

/**
 * The jobs that go through BullMQ: ids only. A job is a doorbell, it says that there may be work; the worker reads
 * everything from Postgres and a job nobody can use is dropped.
 */
export const CardJobV1 = z.object({ v: z.literal(1), cardId: z.uuid(), requestId: z.string().optional() });
/** A union over versions: a payload of an older version still parses. */
export const CardJob = z.discriminatedUnion('v', [CardJobV1]);
export type CardJob = z.infer<typeof CardJob>;

/** Name, payload and retention of every queue. Retries are Postgres's business: `attempts` stays 1. */
export const QUEUES = {
  card: {
    name: 'cardmill-cards',
    payload: CardJob,
    options: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  },
} as const;
