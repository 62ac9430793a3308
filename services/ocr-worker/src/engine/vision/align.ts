import { similarity } from './similarity.ts';

/** Pairs of words that are compared at the most: 0.2 s. The fullest cards have 400 words. */
const MAX_PAIRS = 1_000_000;
/** As many letters as make a word its own: `der` stands everywhere, `Kapellmeister` once. */
const TELLING_LETTERS = 4;

/**
 * Which word of `seen` each word of `read` is; null where there is none. Both lists are in reading order, and so are the
 * pairs (the most letters in common over the whole of both, as in Needleman and Wunsch); then words that are left over
 * and stand exactly once in both are paired wherever they stand, since two readers need not take columns in one order.
 */
export function alignWords(read: readonly string[], seen: readonly string[]): (number | null)[] {
  const pairs: (number | null)[] = read.map(() => null);
  if (read.length * seen.length > MAX_PAIRS) return pairs;
  const width = seen.length + 1;
  // best[i][j]: most letters in common of the first i words read and the first j seen.
  const best = new Float64Array((read.length + 1) * width);
  const at = (i: number, j: number): number => best[i * width + j] ?? 0;
  const gains = new Float64Array(read.length * seen.length);
  for (const [i, word] of read.entries()) {
    for (const [j, other] of seen.entries()) {
      const gain = lettersInCommon(word, other);
      gains[i * seen.length + j] = gain;
      const paired = gain > 0 ? at(i, j) + gain : 0;
      best[(i + 1) * width + j + 1] = Math.max(at(i, j + 1), at(i + 1, j), paired);
    }
  }
  for (let i = read.length, j = seen.length; i > 0 && j > 0;) {
    const gain = gains[(i - 1) * seen.length + j - 1] ?? 0;
    if (gain > 0 && at(i, j) === at(i - 1, j - 1) + gain) {
      pairs[i - 1] = j - 1;
      i -= 1;
      j -= 1;
    } else if (at(i, j) === at(i - 1, j)) i -= 1;
    else j -= 1;
  }
  return withStrays(read, seen, pairs);
}

function withStrays(
  read: readonly string[],
  seen: readonly string[],
  pairs: readonly (number | null)[],
): (number | null)[] {
  const taken = new Set(pairs);
  const once = (words: readonly string[], free: (i: number) => boolean): Map<string, number> => {
    const places = new Map<string, number[]>();
    for (const [i, word] of words.entries())
      if (free(i) && word.length >= TELLING_LETTERS) places.set(word, [...(places.get(word) ?? []), i]);
    return new Map(
      [...places].flatMap(([word, [i, more]]) => (i === undefined || more !== undefined ? [] : [[word, i]])),
    );
  };
  const strays = once(seen, (j) => !taken.has(j));
  const result = [...pairs];
  for (const [word, i] of once(read, (i) => pairs[i] === null)) result[i] = strays.get(word) ?? null;
  return result;
}

/** 0 for words that are not the same one read twice. Short ones must be equal: half of `in` is `im`. */
function lettersInCommon(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  const long = Math.max(x.length, y.length);
  if (x === y) return long;
  if (long < TELLING_LETTERS) return 0;
  const share = similarity(x, y);
  return share < 0.5 ? 0 : share * long;
}
