import { countErrors } from './character-error-rate.ts';
import { mean, median } from './statistics.ts';

/** Errors of one text, and how much there was to read. */
export interface TextErrors {
  readonly edits: number;
  /** Characters of the truth, white space not counted. */
  readonly characters: number;
}

/** Character error rates over a sample, each 0 to 1 but for `pooled`, which has no upper bound. */
export interface ErrorRates {
  /** Of the cards' own rates, each at most 1: every card weighs the same. */
  readonly mean: number;
  readonly median: number;
  /** All edits by all characters: every character weighs the same. */
  readonly pooled: number;
}

// Beyond that a reading is all wrong anyhow, and the comparison takes the product of both lengths.
const MOST_TIMES = 3;

/** As {@link countErrors}, in bounded time: what was read beyond three times the truth's length counts as errors unseen. */
export function textErrors(read: string, truth: string): TextErrors {
  const most = MOST_TIMES * truth.length + 100;
  const tight = read.replaceAll(/\s+/g, '');
  const { edits, characters } = countErrors(tight.slice(0, most), truth);
  return { edits: edits + Math.max(0, tight.length - most), characters };
}

/** The rate of one card: at most 1, and 1 for words made up on an empty card. */
export function rateOf({ edits, characters }: TextErrors): number {
  return edits === 0 ? 0 : Math.min(1, edits / Math.max(1, characters));
}

/** The rates of a sample; null of no card. */
export function errorRates(cards: readonly TextErrors[]): ErrorRates | null {
  const rates = cards.map(rateOf);
  const [average, middle] = [mean(rates), median(rates)];
  if (average === null || middle === null) return null;
  const edits = cards.reduce((sum, card) => sum + card.edits, 0);
  const characters = cards.reduce((sum, card) => sum + card.characters, 0);
  return { mean: average, median: middle, pooled: edits / Math.max(1, characters) };
}
