/** A word as it is compared, and where it stands in the text it was taken from. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** As `search_tokens` of the migrations: a word longer than that is cut. */
const WORD_MAX = 60;
const SPELLED: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ς: 'σ',
};

/** Letters as they are compared, as `search_fold` of the migrations has them; a test holds the two together. */
export const foldText = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036F]/g, '')
    .replaceAll(/[ßæœøđłς]/g, (letter) => SPELLED[letter] ?? letter);

/** The words of a text with their places in it. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(/[\p{Alphabetic}\p{M}\p{N}\p{So}]+/gu)) {
    // Folding may open a gap, or leave nothing: a fraction becomes two numbers, № becomes no.
    const words = foldText(found[0]).match(/[\p{Alphabetic}0-9]+/gu) ?? [];
    const place = { start: found.index, end: found.index + found[0].length };
    for (const word of words) tokens.push({ word: word.slice(0, WORD_MAX), ...place });
  }
  return tokens;
}

/** A word as somebody typed it. */
export interface TypedWord {
  readonly word: string;
  /** The same with its umlauts spelled out, or taken together: `mueller` for `Müller`, `muller` for `Mueller`. */
  readonly variants: readonly string[];
}

/** Words that stand one after the other: one alone, a “quoted phrase”, or what is written without a space (`Spez.12`). */
export type Unit = readonly TypedWord[];

const UNITS_MAX = 12;
const WORDS_MAX = 24;

/** What a person typed, as units that a card must have all of. Never an error: what is no word is no condition. */
export function parseSearch(typed: string): Unit[] {
  // Composed: an umlaut is looked at as one letter below.
  const plain = typed.normalize('NFC').replaceAll(/[“”„«»‟〝〞＂]/g, '"');
  const units = new Map<string, Unit>();
  let words = 0;
  for (const [, quoted, bare] of plain.matchAll(/"([^"]*)"?|([^\s"]+)/g)) {
    const text = quoted ?? bare ?? '';
    const unit = tokensOf(text).map(({ word, start, end }) => ({
      word,
      variants: variantsOf(word, text.slice(start, end)),
    }));
    if (unit.length === 0) continue;
    words += unit.length;
    if (units.size === UNITS_MAX || words > WORDS_MAX) break;
    units.set(unit.map((one) => one.word).join(' '), unit);
  }
  return [...units.values()];
}

function variantsOf(word: string, typed: string): string[] {
  const spelled = foldText(typed.toLowerCase().replaceAll(/[äöü]/g, (letter) => `${foldText(letter)}e`));
  const together = word.replaceAll(/([aou])e/g, '$1');
  return [...new Set([spelled, together])].filter(
    (one) => one !== word && /^[\p{Alphabetic}0-9]+$/u.test(one),
  );
}

/** Which words of a card count as a typed one. */
export interface Spelling {
  readonly word: string;
  readonly others: ReadonlySet<string>;
  /** Also as the beginning of a longer word. */
  readonly prefix: boolean;
}

/** One tsquery for all units; every word in it is letters and figures only, so nothing needs escaping. */
export const toTsQuery = (units: readonly (readonly Spelling[])[]): string =>
  units.map((unit) => `(${unit.map(alternatives).join(' <-> ')})`).join(' & ');

const alternatives = ({ word, others, prefix }: Spelling): string =>
  `(${[prefix ? `${word}:*` : word, ...others].join(' | ')})`;

const stands = (token: string, { word, others, prefix }: Spelling): boolean =>
  token === word || others.has(token) || (prefix && token.startsWith(word));

/** Places of the tokens that are part of a found unit. */
export function litTokens(
  tokens: readonly Token[],
  units: readonly (readonly Spelling[])[],
): ReadonlySet<number> {
  const lit = new Set<number>();
  for (const unit of units) {
    for (let at = 0; at + unit.length <= tokens.length; at += 1) {
      const here = unit.every((spelling, i) => {
        const token = tokens[at + i];
        return token !== undefined && stands(token.word, spelling);
      });
      if (here) for (let i = 0; i < unit.length; i += 1) lit.add(at + i);
    }
  }
  return lit;
}
