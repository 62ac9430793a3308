import { z } from 'zod';

import { Languages, ReadingOptions } from './batches.ts';
import { FieldInputs } from './fields.ts';
import { Orientation } from './orientation.ts';
import { CodedError } from './problems.ts';
import { FieldReading, Flag, Word } from './results.ts';

/** Most cards on which a template is tried at once. */
export const MAX_SAMPLE = 500;

/** What is known to be on one card. */
export const CardTruth = z.strictObject({
  /** The whole text; white space does not count. */
  text: z.string().max(10_000).optional(),
  /** By field key; empty: the card has no such value. A key that is left out is not known. */
  fields: z.record(z.string().max(90), z.string().max(5_000)).optional(),
});
export type CardTruth = z.infer<typeof CardTruth>;

/** Body of `POST /templates/{id}/try`. */
export const TryRequest = z.strictObject({
  /** Name of the batch whose cards are the sample, in any state. */
  batch: z.string().max(120),
  /** The cards; when absent, those of `truth`, else `limit` of them. */
  filenames: z.array(z.string().min(1).max(1_000)).min(1).max(MAX_SAMPLE).optional(),
  /** So many cards: those first that a person has checked, then others as by lot, the same ones each time. Default 10. */
  limit: z.int().min(1).max(MAX_SAMPLE).optional(),
  /** Instead of the template's: changes that are not saved. */
  fields: FieldInputs.optional(),
  /** Instead of the template's, else the batch's. */
  languages: Languages.optional(),
  options: ReadingOptions.optional(),
  /** By file name. Without it the fields' truth is what people edited and verified on these cards. */
  truth: z
    .record(z.string().max(1_000), CardTruth)
    .refine((truth) => Object.keys(truth).length <= MAX_SAMPLE, { message: `at most ${MAX_SAMPLE} cards` })
    .optional(),
});
export type TryRequest = z.infer<typeof TryRequest>;

/** Longest wait of one call, in seconds. */
export const MAX_TRY_WAIT = 20;
export const TryQuery = z.object({
  /** Seconds to wait for cards that are still to be read; then what there is is answered. Asking again goes on. */
  wait: z.coerce.number().min(0).max(MAX_TRY_WAIT).default(MAX_TRY_WAIT),
  include: z.literal('words').optional(),
});

/** What became of a field whose truth is known; `empty` and `invented`: the card has no such value. */
export const Comparison = z.enum(['right', 'wrong', 'missing', 'empty', 'invented']);
export type Comparison = z.infer<typeof Comparison>;

/** What the template gives for one card. */
export const TryCard = z.object({
  cardId: z.uuid(),
  filename: z.string(),
  status: z.enum(['read', 'waiting', 'failed']),
  /** Why it failed; or the trouble that is being waited out. */
  error: CodedError.nullable(),
  text: z.string().nullable(),
  confidence: z.number().min(0).max(100).nullable(),
  durationMs: z.int().min(0).nullable(),
  flags: z.array(Flag),
  fields: z.record(z.string(), FieldReading),
  /** With the truth of a field: the truth, and what was made of it. */
  compared: z.record(z.string(), z.object({ truth: z.string(), outcome: Comparison })),
  /** With the truth of the text: edits per character, at most 1. */
  characterErrorRate: z.number().min(0).max(1).nullable(),
  /** The image that the words are in: degrees clockwise that the scan was turned by. */
  image: z.object({ width: z.int().min(1), height: z.int().min(1), orientation: Orientation }).nullable(),
  words: z.array(Word).optional(),
  /** With the words: degrees by which the lines of text fall to the right in the image that they are in. */
  angle: z.number().optional(),
  /** With the words: top left corners of the anchors of zones that stand on the card, in pixels of the image made level. */
  anchors: z.record(z.string(), z.object({ x: z.number(), y: z.number() })).optional(),
});
export type TryCard = z.infer<typeof TryCard>;

const count = z.int().min(0);
/** How often each became of a field; `accuracy` = right / (right + wrong + missing), null when no card has a value. */
export const FieldAccuracy = z.object({
  right: count,
  wrong: count,
  missing: count,
  empty: count,
  invented: count,
  accuracy: z.number().min(0).max(1).nullable(),
});
export type FieldAccuracy = z.infer<typeof FieldAccuracy>;

const share = z.number().min(0).max(1);
/**
 * Stop reviewing at confidence `stopAt`: `reviewed` of everything, what has no value first, has been looked at, and
 * `errorsLeft` of the errors remain.
 */
export const ReviewPoint = z.object({
  stopAt: z.int().min(0).max(100),
  reviewed: share,
  errorsLeft: share,
  errors: count,
});
export type ReviewPoint = z.infer<typeof ReviewPoint>;

/** What the sample says, over the cards that are read. */
export const TryReport = z.object({
  /** Cards that were read. */
  cards: count,
  /** Over the cards with a text's truth: each card weighing the same, and (`pooled`) each character. */
  characterErrorRate: z
    .object({ cards: count, mean: share, median: share, pooled: z.number().min(0) })
    .nullable(),
  /** By field key, over the cards with that field's truth; records of one card together. */
  fields: z.record(z.string(), FieldAccuracy),
  /** All fields together; null without the truth of any. */
  allFields: FieldAccuracy.nullable(),
  secondsPerCard: z.object({ median: z.number().min(0), p95: z.number().min(0) }).nullable(),
  /** Over fields, else over cards (errors are then characters); empty without truth. */
  review: z.object({ of: z.enum(['fields', 'cards']), points: z.array(ReviewPoint) }).nullable(),
});
export type TryReport = z.infer<typeof TryReport>;

export const TryReply = z.object({
  /** In the order of the batch. */
  cards: z.array(TryCard),
  /** Cards that are still to be read: ask again. */
  waiting: count,
  languages: z.array(z.string()),
  options: ReadingOptions,
  /** Null while no card is read; of more than 50 cards, while any is `waiting`: they have no fields until then either. */
  report: TryReport.nullable(),
});
export type TryReply = z.infer<typeof TryReply>;
