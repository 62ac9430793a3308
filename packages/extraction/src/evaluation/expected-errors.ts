import { type ExpectedErrors, REVIEW_STEP, type ReviewGroup } from '@cardmill/contracts';

/**
 * How many verified values what was measured on other cards weighs as much as: values of one card are right or wrong together,
 * so the first few cards must not carry the whole drawer.
 */
const MEASURED_WEIGHT = 25;
/** As many weighs an assumption that nothing was measured for: the batch itself soon says more. */
const ASSUMED_WEIGHT = 2;
const EMPTY_WEIGHT = 5;
/** How many errors it weighs as much as where a batch is worse than those cards were. */
const BATCH_WEIGHT = 5;
/** Standard deviations within which nine of ten cases lie. */
const NINE_OF_TEN = 1.64;

/** What is taken for the share of wrong values before any was verified, and how many verified values that weighs. */
export type Prior = (value: ReviewGroup['value']) => { readonly wrong: number; readonly weight: number };

/**
 * Share of wrong values on 108 German and Swiss catalogue cards (540 values, built-in templates, truth by hand), by the
 * lower bound of their confidence. Never more errors where the engine was surer: 0.31 from 85 and 0.19 from 80 are one step.
 */
const WRONG = [
  [95, 0.05],
  [90, 0.11],
  [80, 0.25],
  [75, 0.33],
  [70, 0.38],
  [65, 0.6],
  [60, 0.7],
  [0, 0.78],
] as const;

/**
 * What was measured on other cards, which may have been worse ones: a first estimate is a range, not a figure.
 *
 * Where nothing was read, nothing is assumed: how many of a drawer's cards have a field at all is no matter of reading, and
 * those cards (0.48 of the empty ones had a value, with nearly every field on every card) say nothing about others. Empty
 * values count once some of this batch were verified. Broken rules were too few to measure: anything between none and all
 * of them may be wrong, and the range says so.
 */
export const MEASURED: Prior = (value) => {
  if (value === 'empty') return { wrong: 0, weight: EMPTY_WEIGHT };
  if (value === 'broken') return { wrong: 0.5, weight: ASSUMED_WEIGHT };
  const [, wrong] = WRONG.find(([from]) => value >= from) ?? WRONG[0];
  return { wrong, weight: MEASURED_WEIGHT };
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
 *     rate(v)  = (wrong(v) + w(v) · prior(v)) / (checked(v) + w(v))
 *     prior(v) = measured(v) · max(1, (wrong + a) / (expected + a))   a = 5, at most 1
 *     errors   = sum over v of open(v) · rate(v)
 *
 * (a Beta-binomial: the prior counts as w values seen). It goes by steps because people begin with the least sure: what
 * they found there says little about the sure ones, and one rate for all would be far too high. `expected` is what the
 * prior said of the values that were checked and not empty: a batch that is worse than it by then is taken to be worse
 * everywhere, one that is better only where it was seen to be. No value verified as it was read raises `errors`, one that
 * was wrong may, and with nothing left open it is 0.
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
  // Without an error to expect no share of it is from here, as none is from elsewhere.
  const anyChecked = groups.some(({ checked }) => checked > 0);
  const within = NINE_OF_TEN * Math.sqrt(variance);
  return {
    errors,
    low: Math.max(0, errors - within),
    high: Math.min(openOf(groups), errors + within),
    rests: fromHere >= errors / 2 && (anyChecked || openOf(groups) === 0) ? 'verified' : 'first',
    points: Array.from({ length: 100 / REVIEW_STEP + 1 }, (_, i) => {
      const stopAt = i * REVIEW_STEP;
      const looked = groups.filter(({ card }) => card < stopAt);
      const left = groups.filter(({ card }) => card >= stopAt);
      return { stopAt, values: openOf(looked), errors: errorsOf(left) };
    }),
  };
}

function ratesOf(groups: readonly ReviewGroup[], measured: Prior): Map<ReviewGroup['value'], Rate> {
  const read = groups.filter(({ value }) => value !== 'empty');
  const expected = sum(read, (group) => group.checked * measured(group.value).wrong);
  const worse = Math.max(1, (sum(read, ({ wrong }) => wrong) + BATCH_WEIGHT) / (expected + BATCH_WEIGHT));
  return new Map(
    [...new Set(groups.map(({ value }) => value))].map((value) => {
      const alike = groups.filter((group) => group.value === value);
      const checked = sum(alike, (group) => group.checked);
      const prior = measured(value);
      const weight = checked + prior.weight;
      const found = sum(alike, ({ wrong }) => wrong) + prior.weight * Math.min(1, prior.wrong * worse);
      // Where nothing was taken for granted, all of it is from here.
      const seen = prior.wrong === 0 ? 1 : checked / weight;
      return [value, { wrong: found / weight, seen, weight }] as const;
    }),
  );
}

const sum = (groups: readonly ReviewGroup[], count: (group: ReviewGroup) => number): number =>
  groups.reduce((all, group) => all + count(group), 0);
