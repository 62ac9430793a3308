import { z } from 'zod';

import { BatchGone, BatchSummary } from './batches.ts';
import { Problem } from './problems.ts';
import { BatchProgress, CardOutcome } from './progress.ts';

/** Where the socket is served. */
export const SOCKET_PATH = '/api/v1/ws';
/** Most outcomes in the reply to `subscribe`; beyond it the client reads `…/results?since=`. */
export const MAX_MISSED = 1_000;

export const Subscribe = z.strictObject({ batch: z.string(), since: z.int().min(0).optional() });
export type Subscribe = z.infer<typeof Subscribe>;
export const Unsubscribe = z.strictObject({ batch: z.string() });
export type Unsubscribe = z.infer<typeof Unsubscribe>;

export const Refused = z.object({ ok: z.literal(false), problem: Problem });
export const SubscribeAck = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    progress: BatchProgress,
    missed: z.array(CardOutcome),
    truncated: z.boolean(),
  }),
  Refused,
]);
export type SubscribeAck = z.infer<typeof SubscribeAck>;
export const SubscribeAllAck = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true) }), Refused]);
export type SubscribeAllAck = z.infer<typeof SubscribeAllAck>;

export const BatchEvent = z.union([BatchSummary, BatchGone]);
export type BatchEvent = z.infer<typeof BatchEvent>;

export interface ClientToServerEvents {
  subscribe: (request: Subscribe, ack: (reply: SubscribeAck) => void) => void;
  unsubscribe: (request: Unsubscribe) => void;
  subscribeAll: (ack: (reply: SubscribeAllAck) => void) => void;
}

/**
 * `card` and `progress` carry the numbers that make the gapless sequence; `batch` is unnumbered: the whole state of a
 * batch for lists, and for what changes without a number (first claim, waiting, workers, files of a draft).
 */
export interface ServerToClientEvents {
  card: (outcome: CardOutcome) => void;
  progress: (progress: BatchProgress) => void;
  batch: (batch: BatchEvent) => void;
}
