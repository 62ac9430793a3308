import type { ReviewPoint } from '@cardmill/contracts';

/** Something a person may review: a field, or a whole card. */
export interface Reviewable {
  /** 0 to 100; null when nothing was read: looked at first, because only a look at the card shows what is missing. */
  readonly confidence: number | null;
  /** Errors in it that a review would put right: 0 or 1 for a field, characters for a card's text. */
  readonly errors: number;
}

const STEP = 5;

/**
 * "Stop reviewing at confidence X and Y % of the errors remain." With items i of confidence c(i), null counting as 0,
 * and e(i) errors:
 *
 *     reviewed(X)   = |{ i : c(i) < X }| / |{ i }|
 *     errorsLeft(X) = sum of e(i) over c(i) >= X  /  sum of e(i)
 *
 * for X = 0, 5, … 100, assuming that whoever reviews an item puts all its errors right. It holds for the sample it was
 * measured on; for a whole drawer it is an estimate as good as the sample is large.
 */
export function reviewCurve(items: readonly Reviewable[]): ReviewPoint[] {
  const all = items.reduce((sum, item) => sum + item.errors, 0);
  if (items.length === 0) return [];
  return Array.from({ length: 100 / STEP + 1 }, (_, i) => {
    const stopAt = i * STEP;
    const open = items.filter((item) => (item.confidence ?? 0) >= stopAt);
    const errors = open.reduce((sum, item) => sum + item.errors, 0);
    return {
      stopAt,
      reviewed: 1 - open.length / items.length,
      errorsLeft: all === 0 ? 0 : errors / all,
      errors,
    };
  });
}
