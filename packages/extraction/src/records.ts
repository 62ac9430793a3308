import type { RecordStart } from '@cardmill/contracts';
import { MAX_RECORDS } from '@cardmill/contracts';

import { type CardRows, partOf } from './card.ts';
import { compilePattern } from './pattern.ts';
import { textOf, type Row } from './pieces.ts';

/** Splits a card's rows into its records, in order; what stands above the first start belongs to the first record. */
export type RecordSplitter = (card: CardRows) => CardRows[];

/** One record is the whole card, also where the start is never found or cannot be understood. */
export function recordSplitter(start: RecordStart | undefined): RecordSplitter {
  const starts = start === undefined ? null : startFinder(start);
  if (starts === null) return (card) => [card];
  return (card) => {
    // The first start begins what has begun already.
    const cuts = starts(card).slice(1, MAX_RECORDS);
    const from = [0, ...cuts];
    return from.map((row, i) => partOf(card, row, from[i + 1] ?? card.rows.length));
  };
}

function startFinder(start: RecordStart): ((card: CardRows) => number[]) | null {
  if ('field' in start) {
    return ({ byRow, rows }) =>
      [...rows.keys()].filter((row) => byRow.get(row)?.some(({ key }) => key === start.field) === true);
  }
  const compiled = compilePattern(start.pattern);
  if (!compiled.ok) return null;
  const { pattern } = compiled;
  const begins = (row: Row): boolean => pattern.find(textOf(row), true) !== null;
  return ({ rows }) => [...rows.entries()].flatMap(([i, row]) => (begins(row) ? [i] : []));
}
