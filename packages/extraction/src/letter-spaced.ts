import type { Word } from '@cardmill/contracts';

/** A word's text and box: what joining looks at; whatever else a word has stays with it. */
export type SpacedWord = Pick<Word, 'text' | 'confidence' | 'x' | 'y' | 'width' | 'height'>;

/** At least so many letters stand apart on purpose; two are initials. Capitals alone may be an abbreviation (`U S A`). */
const LEAST = 3;
const LEAST_CAPITALS = 4;
/** Gaps within a letter-spaced word, in widths of an ordinary letter with its share of space: one blank, and some slack. */
const WIDEST_GAP = 2.2;
/** The engine reads some of such letters together: their piece is at least so much wider for its letters than other words. */
const SPREAD = 1.35;
/** But no higher: larger type is wide too. Nor of capitals, which print makes as wide. */
const HIGHEST = 1.3;

/**
 * Words whose letters were set apart for emphasis (`A b e g g`) closed up to one word each, as they are meant. Judged by
 * measured gaps: equal ones between single letters, smaller than those around the word. Two single letters are left
 * as they are, as are letters with full stops (`J. S. Bach`).
 *
 * The joined word has the first one's other properties, a box around all, and the lowest confidence.
 */
export function joinLetterSpaced<T extends SpacedWord>(words: readonly T[]): T[] {
  return groupLetterSpaced(words).map((group) => {
    const [first] = group;
    return group.length === 1 ? first : { ...first, ...merged(group) };
  });
}

/** The same as groups of the words given; most groups hold one word. */
export function groupLetterSpaced<T extends SpacedWord>(words: readonly T[]): [T, ...T[]][] {
  const usual = usualOf(words);
  const groups: [T, ...T[]][] = [];
  for (let at = 0; at < words.length;) {
    const run = runFrom(words, at, usual);
    const end = at + Math.max(1, run.length);
    const parts = end === at + 1 ? [words.slice(at, end)] : partsOf(run);
    for (const part of parts) {
      const [first, ...rest] = part;
      if (first === undefined) continue;
      if (isSpaced(part)) groups.push([first, ...rest]);
      else groups.push(...part.map((word): [T] => [word]));
    }
    at = end;
  }
  return groups;
}

/** Text, box and confidence of words that are one. */
export function merged(group: readonly SpacedWord[]): SpacedWord {
  const x = Math.min(...group.map((word) => word.x));
  const y = Math.min(...group.map((word) => word.y));
  return {
    text: group.map((word) => word.text).join(''),
    confidence: Math.min(...group.map((word) => word.confidence)),
    x,
    y,
    width: Math.max(...group.map((word) => word.x + word.width)) - x,
    height: Math.max(...group.map((word) => word.y + word.height)) - y,
  };
}

/** What a letter takes of a line, and a line's height, in ordinary words; null when the card has none to measure. */
interface Usual {
  readonly pitch: number;
  readonly height: number;
}

function usualOf(words: readonly SpacedWord[]): Usual | null {
  const ordinary = words.filter(({ text }) => /^\p{L}{4,}$/u.test(text));
  const pitch = median(ordinary.map(({ text, width }) => width / text.length));
  const height = median(ordinary.map((word) => word.height));
  return pitch === undefined || height === undefined ? null : { pitch, height };
}

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Single letters, and pieces set as wide, that follow each other in one line without a wide gap. */
function runFrom<T extends SpacedWord>(words: readonly T[], from: number, usual: Usual | null): T[] {
  const run: T[] = [];
  for (const word of words.slice(from, from + 60)) {
    const last = run.at(-1);
    if (!SINGLE.test(word.text) && !isSpread(word, usual) && !(last !== undefined && word.text === '-'))
      break;
    if (last !== undefined && !follows(last, word, usual)) break;
    run.push(word);
    // Punctuation ends a word.
    if (!/^[\p{L}\d-]+$/u.test(word.text)) break;
  }
  return run;
}

const SINGLE = /^\p{L}[,;:.)\]]?$/u;

/** A digit counts as the letter it was read for: `Wo 1f`. */
function isSpread({ text, width, height }: SpacedWord, usual: Usual | null): boolean {
  const [, letters = '', mark = ''] = /^([\p{L}\d]{2,12})([,;:.)\]]?)$/u.exec(text) ?? [];
  if (usual === null || !/\p{Ll}/u.test(letters) || height > usual.height * HIGHEST) return false;
  const own = width - (mark === '' ? 0 : usual.pitch / 2);
  return own / letters.length >= usual.pitch * SPREAD;
}

function follows(last: SpacedWord, word: SpacedWord, usual: Usual | null): boolean {
  const gap = gapOf(last, word);
  const overlap = Math.min(last.y + last.height, word.y + word.height) - Math.max(last.y, word.y);
  const unit = usual?.pitch ?? Math.max(last.height, word.height) * 0.7;
  return gap > 0 && gap <= unit * WIDEST_GAP && overlap >= Math.min(last.height, word.height) * 0.3;
}

const gapOf = (a: SpacedWord, b: SpacedWord): number => b.x - (a.x + a.width);

/** The run cut where the gap is wider than between its letters, or before a capital behind small letters when it is a little wider. */
function partsOf<T extends SpacedWord>(run: readonly T[]): T[][] {
  const gaps = run.slice(1).map((word, i) => gapOf(run[i] ?? word, word));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const parts: T[][] = [];
  for (const [i, word] of run.entries()) {
    const gap = gaps[i - 1] ?? 0;
    const capital = /^\p{Lu}/u.test(word.text) && /\p{Ll}$/u.test(run[i - 1]?.text ?? '');
    const part = parts.at(-1);
    if (part === undefined || gap > usual * (capital ? 1.3 : 1.75)) parts.push([word]);
    else part.push(word);
  }
  return parts;
}

/** Single letters alone have to be several; a piece that was measured is witness enough. */
function isSpaced(part: readonly SpacedWord[]): boolean {
  const text = part.map((word) => word.text).join('');
  const singles = part.every((word) => SINGLE.test(word.text) || word.text === '-');
  const capitals = !/\p{Ll}/u.test(text);
  // `J. S.` are initials; only the last letter of a word has a full stop.
  return (
    part.length > 1 &&
    text.length >= (capitals ? LEAST_CAPITALS : LEAST) &&
    (!singles || part.length >= LEAST)
  );
}
