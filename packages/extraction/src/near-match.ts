import type { CompiledPattern } from './pattern.ts';

/** Signs of codes and numbers that are read for each other; each one in the place of one. */
const READ_FOR: Readonly<Record<string, string>> = {
  '0': 'ODG',
  '1': 'Il',
  '2': 'Z',
  '3': 'B',
  '5': 'S',
  '6': 'G',
  '8': 'B',
  B: '8',
  C: 'G',
  D: '0',
  G: '6',
  I: '1',
  O: '0',
  Q: '0',
  S: '5',
  Z: '2',
  i: '1',
  l: '1',
  o: '0',
  ']': '1',
  '|': '1',
  '!': '1',
  ',': '.',
  ':': '.',
  '«': '.',
  _: '-',
};
/** A code is no longer. */
const LONGEST = 40;
/** More wrong signs make it another one: one in five, at most three. */
const mostWrong = (length: number): number => Math.min(3, Math.floor(length / 5));
/** What is tried at most of a text, some microseconds each. */
const MOST_TRIED = 1_000;

/**
 * What a code would be that breaks its pattern by a few signs that are commonly read for others: `B.51.6B` for
 * `[A-Z]\.\d+\.[A-Z]{2}`. Only when the whole text then is the code, and only one code can be meant; null otherwise.
 */
export function nearMatch(pattern: CompiledPattern, text: string): string | null {
  // A speck beside a full stop is read as another one.
  const plain = text.replaceAll(/[.,:;]{2,}/g, '.');
  // Typewriters' full stops stand far from what is behind them.
  const closed = plain.replaceAll(/(?<=[.,:;/-]) | (?=[.,:;/-])/g, '');
  if (!isCode(closed)) return null;
  const meant = leastChanged(pattern, [...new Set([plain, closed])]);
  // Taken for less likely: only where no sign in the place of another one explains it.
  return meant === undefined ? (leastChanged(pattern, withOneOfTwo(closed)) ?? null) : meant;
}

/** The code that the fewest changes lead to; null when these lead to several, undefined to none. */
function leastChanged(pattern: CompiledPattern, from: readonly string[]): string | null | undefined {
  let tried = from;
  for (let wrong = 0; wrong <= Math.max(1, mostWrong(from[0]?.length ?? 0)); wrong += 1) {
    if (wrong > 0) tried = [...new Set(tried.flatMap(withOneChanged))];
    if (tried.length > MOST_TRIED) return undefined;
    const codes = new Set(tried.flatMap((each) => wholeMatch(pattern, each) ?? []));
    const [code] = codes;
    if (code !== undefined) return codes.size === 1 ? code : null;
  }
  return undefined;
}

/** Short, with a figure, in one piece or two. */
const isCode = (text: string): boolean =>
  text.length <= LONGEST && /\d/.test(text) && /^\S+(?: \S+)?$/.test(text);

/** One sign is read as the two that it may be (`6G` for `G`): without one of any such two. */
function withOneOfTwo(text: string): string[] {
  return text.split('').flatMap((sign, i) => {
    const next = text.charAt(i + 1);
    const alike = READ_FOR[sign]?.includes(next) === true || READ_FOR[next]?.includes(sign) === true;
    return next === '' || !alike
      ? []
      : [text.slice(0, i) + text.slice(i + 1), text.slice(0, i + 1) + text.slice(i + 2)];
  });
}

const withOneChanged = (text: string): string[] =>
  text
    .split('')
    .flatMap((sign, i) =>
      (READ_FOR[sign] ?? '').split('').map((other) => text.slice(0, i) + other + text.slice(i + 1)),
    );

/** The pattern's value when nothing but punctuation stands around it. */
function wholeMatch(pattern: CompiledPattern, text: string): string | null {
  const match = pattern.find(text);
  if (match === null) return null;
  const around = text.slice(0, match.start) + text.slice(match.end);
  // `&` and the like are read for figures: the code went on.
  return /[\p{L}\p{N}\p{S}&%§@#*]/u.test(around.replaceAll('|', '')) ? null : match.value.trim();
}
