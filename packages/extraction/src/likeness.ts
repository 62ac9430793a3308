import { weightedDistance } from './confusions.ts';

/** Letters and digits of a label, lower case, NFC: what is compared. An upright stroke between letters is one of them. */
export function labelLetters(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/(?<=\p{L})[|!](?=\p{L})/gu, 'l')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The same without marks, and ß as ss: what is compared where reading went wrong. */
export const plainLetters = (letters: string): string =>
  letters.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ſ', 's');

/**
 * How many letters of a text so long may be wrong. Short ones allow none but one common confusion (`0rt`), longer ones one in
 * four at most three: recognisers confuse single letters, and `Titel` must not be found in `Tafel`.
 */
export const tolerance = (letters: number): number =>
  letters < 4 ? (letters < 2 ? 0 : 0.25) : Math.min(3, Math.floor(letters / 4));

/** A text made ready to be compared. */
export interface Letters {
  readonly exact: string;
  readonly plain: string;
}

export function lettersOf(text: string): Letters {
  let exact = '';
  let plain = '';
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const known = FOLDED[code];
    if (known === undefined) return slowLettersOf(text);
    exact += known.exact;
    plain += known.plain;
  }
  return { exact, plain };
}

function slowLettersOf(text: string): Letters {
  const exact = labelLetters(text);
  return { exact, plain: plainLetters(exact) };
}

/**
 * The Latin letters of Europe by their codes: a vocabulary is looked through ten times as fast. Strokes are left out, since
 * they count by what stands around them.
 */
const FOLDED: readonly (Letters | undefined)[] = Array.from({ length: 0x250 }, (_, code) => {
  const letter = String.fromCharCode(code);
  return letter === '|' || letter === '!' ? undefined : slowLettersOf(letter);
});

/**
 * How far what was read is from what is wanted: 0 exact, below 1 only marks or commonly confused letters differ
 * (`Universitat` for `Universität`), above it about one for each wrong letter; null when it is another word.
 */
export function likeness(read: Letters, wanted: Letters): number | null {
  if (wanted.exact === '') return null;
  if (read.exact === wanted.exact) return 0;
  const distance = weightedDistance(read.plain, wanted.plain, tolerance(wanted.exact.length));
  return distance === null ? null : distance + 0.25;
}
