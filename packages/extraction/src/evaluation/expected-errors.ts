import { type ExpectedErrors, REVIEW_STEP, type ReviewGroup } from '@cardmill/contracts';

/**
 * How many verified values what was measured on other cards weighs as much as: values of one card are right or wrong together,
 * so the first few cards must not carry the whole drawer.
 */
const PRIOR_WEIGHT = 25;
/** How many errors it weighs as much as where a batch is worse than those cards were. */
const BATCH_WEIGHT = 5;
/** Standard deviations within which nine of ten cases lie. */
const NINE_OF_TEN = 1.64;

/** Share of wrong values at this confidence, measured on other cards. */
export type Prior = (value: ReviewGroup['value']) => number;

/**
 * Share of wrong values on 108 German and Swiss catalogue cards (540 values, built-in templates, truth by hand): 0.05 from
 * confidence 95 on, 0.11 from 90, 0.31 from 85, 0.19 from 80, 0.33 from 75, 0.38 from 70, 0.6 from 65, 0.7 from 60, below
 * that 0.78. The line lies on or above these but for the one at 85. Nothing was read in 90, of which 0.48 had a value: half
 * of that is taken, since those cards had nearly every field and drawers ask for fields that few cards have. Broken rules
 * were too few to measure.
 */
export const MEASURED: Prior = (value) => {
  if (value === 'empty') return 0.25;
  if (value === 'broken') return 0.5;
  return Math.min(0.8, 0.05 + 0.02 * (95 - value));
};

interface Rate {
  readonly wrong: number;
  /** How much of it comes from this batch, 0 to 1. */
  readonly seen: number;
  /** How many values it is worth having seen. */
  readonly weight: number;
}

/**
 * "n errors expected if you stop here." Each value that nobody looked at is wrong with the rate of its confidence step v:
 *
 *     rate(v)  = (wrong(v) + w · prior(v)) / (checked(v) + w)       w = 25
 *     prior(v) = measured(v) · max(1, (wrong + a) / (expected + a))   a = 5, at most 1
 *     errors   = sum over v of open(v) · rate(v)
 *
 * (a Beta-binomial: the prior counts as w values seen). It goes by steps because people begin with the least sure: what
 * they found there says little about the sure ones, and one rate for all would be far too high. `expected` is what the
 * prior said of the values that were checked: a batch that is worse than it by then is taken to be worse everywhere, one
 * that is better only where it was seen to be. Each value verified as it was read lowers `errors`, one that was wrong may
 * raise it, and with nothing left open it is 0.
 *
 * `low` to `high`: the same distribution's, nine cases of ten, steps taken as independent.
 * @param groups of a batch.
 */
export function expectedErrors(groups: readonly ReviewGroup[], measured: Prior = MEASURED): ExpectedErrors {
  const rates = ratesOf(groups, measured);
  const rateOf = ({ value }: ReviewGroup): Rate => rates.get(value) ?? { wrong: 0, seen: 0, weight: 0 };
  const openOf = (some: readonly ReviewGroup[]): number => sum(some, ({ open }) => open);
  const errorsOf = (some: readonly ReviewGroup[]): number =>
    sum(some, (group) => group.open * rateOf(group).wrong);

  const errors = errorsOf(groups);
  const fromHere = sum(groups, (group) => group.open * rateOf(group).wrong * rateOf(group).seen);
  let variance = 0;
  for (const [value, { wrong, weight }] of rates) {
    const open = openOf(groups.filter((group) => group.value === value));
    variance += (open * wrong * (1 - wrong) * (open + weight)) / (weight + 1);
  }
  const within = NINE_OF_TEN * Math.sqrt(variance);
  return {
    errors,
    low: Math.max(0, errors - within),
    high: Math.min(openOf(groups), errors + within),
    rests: fromHere >= errors / 2 ? 'verified' : 'first',
    points: Array.from({ length: 100 / REVIEW_STEP + 1 }, (_, i) => {
      const stopAt = i * REVIEW_STEP;
      const looked = groups.filter(({ card }) => card < stopAt);
      const left = groups.filter(({ card }) => card >= stopAt);
      return { stopAt, values: openOf(looked), errors: errorsOf(left) };
    }),
  };
}

function ratesOf(groups: readonly ReviewGroup[], measured: Prior): Map<ReviewGroup['value'], Rate> {
  const wrong = sum(groups, (group) => group.wrong);
  const expected = sum(groups, (group) => group.checked * measured(group.value));
  const worse = Math.max(1, (wrong + BATCH_WEIGHT) / (expected + BATCH_WEIGHT));
  return new Map(
    [...new Set(groups.map(({ value }) => value))].map((value) => {
      const alike = groups.filter((group) => group.value === value);
      const checked = sum(alike, (group) => group.checked);
      const weight = checked + PRIOR_WEIGHT;
      const prior = Math.min(1, measured(value) * worse);
      const found = sum(alike, (group) => group.wrong);
      return [
        value,
        { wrong: (found + PRIOR_WEIGHT * prior) / weight, seen: checked / weight, weight },
      ] as const;
    }),
  );
}

const sum = (groups: readonly ReviewGroup[], count: (group: ReviewGroup) => number): number =>
  groups.reduce((all, group) => all + count(group), 0);
