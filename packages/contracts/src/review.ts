import { z } from 'zod';

/** Below it a value is looked at by a person. Confidence is the engine's own, 0 to 100. */
export const CHECK_BELOW = 60;
/** Confidences are counted together in steps of so many points. */
export const REVIEW_STEP = 5;

const count = z.int().min(0);
const step = z
  .int()
  .min(0)
  .max(100 - REVIEW_STEP);
const position = z.int().min(1);

/**
 * Values of a batch that have these two things in common: the card's least sure value, and their own confidence, each by
 * the lower bound of its step. `empty`: nothing was read; `broken`: a rule speaks against what was read.
 */
export const ReviewGroup = z.object({
  card: step,
  value: z.union([step, z.enum(['empty', 'broken'])]),
  /** Neither verified nor edited by anybody. */
  open: count,
  /** Verified. */
  checked: count,
  /** Verified as something else than what was read; case, spaces and punctuation do not count. */
  wrong: count,
});
export type ReviewGroup = z.infer<typeof ReviewGroup>;

/** Verify every card whose least sure value is below `stopAt`: so many open values are looked at, so many errors remain. */
export const RemainingPoint = z.object({
  stopAt: z.int().min(0).max(100),
  values: count,
  errors: z.number().min(0),
});
export type RemainingPoint = z.infer<typeof RemainingPoint>;

/** What is to be expected of the values that nobody looked at, if the review stops here. */
export const ExpectedErrors = z.object({
  /** Wrong, missing or invented values among them. */
  errors: z.number().min(0),
  /** From `low` to `high` they are in nine cases of ten. */
  low: z.number().min(0),
  high: z.number().min(0),
  /** `verified`: mostly on what was verified in this batch; `first`: mostly on what was measured on other cards. */
  rests: z.enum(['verified', 'first']),
  /** From 0, nothing more, to 100, every card. */
  points: z.array(RemainingPoint),
});
export type ExpectedErrors = z.infer<typeof ExpectedErrors>;

/** How far the review of a batch is, and what remains. */
export const Review = z.object({
  /** Cards with something read. */
  cards: count,
  verified: count,
  /** Cards that ask for a check and that nobody verified. */
  toCheck: count,
  /** Single values: neither verified nor edited, and verified. */
  values: z.object({ open: count, checked: count }),
  /** Null where the cards have no fields: then there is nothing that a person could put right. */
  expected: ExpectedErrors.nullable(),
  /** What the estimate is made of; who verifies a card counts it over and estimates anew without asking again. */
  groups: z.array(ReviewGroup),
});
export type Review = z.infer<typeof Review>;

/** `GET …/review/cards`. */
export const ReviewCardsQuery = z.object({
  /** Besides, where the run stands, for who watches it. */
  include: z.literal('run').optional(),
});
export type ReviewCardsQuery = z.infer<typeof ReviewCardsQuery>;

/** Where the cards stand in the run that goes on; what was read before is still there while they wait. */
export const ReviewRun = z.object({
  /** Position and id of every card, in card order: outcomes go by id. */
  cards: z.array(z.tuple([position, z.uuid()])),
  /** Not done yet. */
  open: z.array(position),
  cancelled: z.array(position),
});
export type ReviewRun = z.infer<typeof ReviewRun>;

/** Every card of a batch as a review sees it: by position, so that ten thousand are some 150 kB. */
export const ReviewCards = z.object({
  /** Cards with something read, in card order: position, and confidence of the least sure value; 0 when a rule is broken. */
  cards: z.array(z.tuple([position, z.int().min(0).max(100)])),
  /** Those that ask for a check, as the machine left them. */
  check: z.array(position),
  verified: z.array(position),
  notRead: z.array(position),
  /** Not done yet, or cancelled before they were read. */
  waiting: z.array(position),
  run: ReviewRun.optional(),
});
export type ReviewCards = z.infer<typeof ReviewCards>;
