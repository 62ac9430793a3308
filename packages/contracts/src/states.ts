import { z } from 'zod';

/**
 * The states of a card. `uploading` is the time before acceptance: it is carried by the file's intent row and by the
 * sender's own list; an accepted card starts as `ready`.
 */
export const CARD_STATES = [
  'uploading',
  'ready',
  'queued',
  'processing',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const CardState = z.enum(CARD_STATES);
export type CardState = z.infer<typeof CardState>;

/** States an accepted card can be in; one counter each in `Batch.counts`. */
export const CountedState = CardState.exclude(['uploading']);
export type CountedState = z.infer<typeof CountedState>;

/**
 * Which state may follow which. `ready → failed`: found unreadable at inspection. `queued → failed`: the inspection in
 * hand when the batch was started. `processing → queued`: handed back (trouble that passes, shutdown, lease run out).
 * Out of a terminal state only by resume, retry, retry-image, restart or a new scan; a new scan in a draft is `→ ready`.
 */
export const CARD_TRANSITIONS: Readonly<Record<CardState, readonly CardState[]>> = {
  uploading: ['ready'],
  ready: ['queued', 'failed'],
  queued: ['processing', 'failed', 'cancelled'],
  processing: ['succeeded', 'failed', 'cancelled', 'queued'],
  succeeded: ['queued', 'ready'],
  failed: ['queued', 'ready'],
  cancelled: ['queued'],
};

/** True when a card may go from one state to the other. */
export const mayBecome = (from: CardState, to: CardState): boolean => CARD_TRANSITIONS[from].includes(to);

export const BATCH_STATUSES = ['draft', 'queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export const BatchStatus = z.enum(BATCH_STATUSES);
export type BatchStatus = z.infer<typeof BatchStatus>;

/** A terminal batch has no open card and changes only by an action of a person. */
export const isTerminal = (status: BatchStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'cancelled';

/** Cards of a batch by state. Their sum is the number of cards. */
export const Counts = z.object({
  ready: z.int().min(0),
  queued: z.int().min(0),
  processing: z.int().min(0),
  succeeded: z.int().min(0),
  failed: z.int().min(0),
  cancelled: z.int().min(0),
});
export type Counts = z.infer<typeof Counts>;
