import type { CompiledPattern } from './pattern.ts';

/** Signs of codes and numbers that are read for each other; each one in the place of one. */
const READ_FOR: Readonly<Record<string, string>> = {
  '0': 'OD',
  '1': 'Il',
  '2': 'Z',
  '3': 'B',
  '5': 'S',
  '6': 'G',
  '8': 'B',
  B: '8',
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
/** A code is no longer; more wrong signs make it another one. */
const LONGEST = 40;
const MOST_WRONG = 2;

/**
 * What a code would be that breaks its pattern by a sign or two that are commonly read for others: `B.51.6B` for
 * `[A-Z]\.\d+\.[A-Z]{2}`. Only when the whole text then is the code, and only one code can be meant; null otherwise.
 */
export function nearMatch(pattern: CompiledPattern, text: string): string | null {
  if (text.length > LONGEST) return null;
  let tried: readonly string[] = [text];
  for (let wrong = 1; wrong <= MOST_WRONG; wrong += 1) {
    tried = [...new Set(tried.flatMap(withOneChanged))];
    const codes = new Set(tried.flatMap((each) => wholeMatch(pattern, each) ?? []));
    const [code] = codes;
    if (code !== undefined) return codes.size === 1 ? code : null;
  }
  return null;
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
  return /[\p{L}\p{N}]/u.test(around) ? null : match.value.trim();
}
