import { z } from 'zod';

import { CodedError, ProblemCode } from './problems.ts';
import { FieldReading } from './results.ts';
import { BatchStatus } from './states.ts';

/** How one card ended, as watchers hear it. */
export const CardOutcome = z.object({
  batch: z.string(),
  seq: z.int().min(1),
  cardId: z.uuid(),
  filename: z.string(),
  status: z.enum(['succeeded', 'failed']),
  confidence: z.number().nullable(),
  fields: z.record(z.string(), FieldReading).nullable(),
  error: CodedError.nullable(),
  durationMs: z.int().min(0).nullable(),
});
export type CardOutcome = z.infer<typeof CardOutcome>;

export const BatchProgress = z.object({
  batch: z.string(),
  run: z.int().min(0),
  /** The highest number given out in this batch so far. */
  seq: z.int().min(0),
  status: BatchStatus,
  total: z.int().min(0),
  /** succeeded + failed + cancelled */
  current: z.int().min(0),
  succeeded: z.int().min(0),
  failed: z.int().min(0),
  cancelled: z.int().min(0),
  /** floor(100 · current / total); 100 for a terminal batch. */
  percentage: z.int().min(0).max(100),
  etaSeconds: z.int().min(0).nullable(),
  cardsPerMinute: z.number().min(0).nullable(),
  /** Workers with a fresh heartbeat. */
  workers: z.int().min(0),
  /** The trouble being waited out, or null. */
  waiting: ProblemCode.nullable(),
  startedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  lastResult: CardOutcome.nullable(),
  /** Why the batch stopped, or null. */
  error: CodedError.nullable(),
});
export type BatchProgress = z.infer<typeof BatchProgress>;

/** floor(100 · current / total), and 100 once the batch is terminal: also one with nothing to read. */
export const percentageOf = (current: number, total: number, terminal: boolean): number =>
  terminal ? 100 : total === 0 ? 0 : Math.floor((100 * current) / total);
