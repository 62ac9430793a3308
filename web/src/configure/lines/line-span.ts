import type { LineSpan } from '@cardmill/contracts';

/** Most lines that can be counted, from either end. */
export const MOST_LINES = 100;

/**
 * The span with one end at another place. It always holds a line: where the ends would pass each other, the other one goes
 * along. Counted from the top a place is positive, from the bottom negative.
 */
export function withEnd(span: LineSpan, end: 'from' | 'to', place: number): LineSpan {
  const from = end === 'from' ? place : span.from;
  const to = end === 'to' ? place : span.to;
  const passed = from > 0 === to > 0 ? from > to : from < 0;
  if (!passed) return { from, to };
  if (from > 0 === to > 0) return { from: place, to: place };
  return end === 'from' ? { from, to: -1 } : { from: 1, to };
}

/** The same line counted from the other end, as far as that can be said without a card: the outermost. */
export const otherSide = (place: number): number => (place > 0 ? -1 : 1);
