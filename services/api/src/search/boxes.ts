import type { SearchBox, Word } from '@cardmill/contracts';
import { type FoundCard, litTokens, type Spelling, tokensOf } from '@cardmill/db';

/** More than stand on any card; it bounds what a page of hits weighs. */
const BOXES_MAX = 60;

/** Words of the image to light. A value that stands nowhere on it was typed: then what the machine read in its place. */
export function boxesOf(
  card: Pick<FoundCard, 'words' | 'readings'>,
  units: readonly (readonly Spelling[])[],
  fieldsHit: readonly string[],
): SearchBox[] {
  const tokens = card.words.flatMap((word, place) =>
    tokensOf(word.text).map((token) => ({ ...token, place })),
  );
  const lit = litTokens(tokens, units);
  const found = new Set(tokens.flatMap((token, at) => (lit.has(at) ? [token.place] : [])));
  const places = found.size > 0 ? [...found] : fieldsHit.flatMap((key) => card.readings[key]?.words ?? []);
  return places
    .flatMap((place) => card.words[place] ?? [])
    .slice(0, BOXES_MAX)
    .map(boxOf);
}

const boxOf = ({ text, x, y, width, height }: Word): SearchBox => ({ text, x, y, width, height });
