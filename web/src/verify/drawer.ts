import type { ReviewCards } from '@cardmill/contracts';

import type { CardIndex } from './queue.ts';

/** What one bar of the strip says; the worst of its cards counts, the last the worst. */
export const MARKS = ['waiting', 'verified', 'read', 'check', 'failed'] as const;
export type Mark = (typeof MARKS)[number];

const PITCH_PX = 6;
const BAR_PX = 4;
/** Share of the strip's height. Height carries the meaning as well as colour. */
const HEIGHTS: Record<Mark, number> = { waiting: 0.42, verified: 0.42, read: 0.42, check: 0.68, failed: 1 };

export interface Drawer {
  /** Of every card of the batch, in card order. */
  readonly positions: readonly number[];
  readonly marks: readonly Mark[];
}

/** Every card with what a review makes of it now. */
export function drawerOf(
  { notRead, waiting }: Pick<ReviewCards, 'notRead' | 'waiting'>,
  { cards, check, verified }: CardIndex,
): Drawer {
  const marks = new Map<number, Mark>();
  for (const [position] of cards)
    marks.set(position, verified.has(position) ? 'verified' : check.has(position) ? 'check' : 'read');
  for (const position of notRead) marks.set(position, 'failed');
  for (const position of waiting) marks.set(position, 'waiting');
  const positions = [...marks.keys()].toSorted((a, b) => a - b);
  return { positions, marks: positions.map((position) => marks.get(position) ?? 'waiting') };
}

export interface Bars {
  readonly perBar: number;
  /** From the left side of one bar to that of the next. */
  readonly pitch: number;
  readonly bars: readonly Mark[];
}

/** The drawer in as many bars as fit: one for several cards where there are more cards than room. */
export function barsOf(marks: readonly Mark[], width: number): Bars {
  const room = Math.max(1, Math.floor(width / PITCH_PX));
  const perBar = Math.max(1, Math.ceil(marks.length / room));
  const bars: Mark[] = [];
  for (let first = 0; first < marks.length; first += perBar) {
    let worst: Mark = 'waiting';
    for (const mark of marks.slice(first, first + perBar))
      if (MARKS.indexOf(mark) > MARKS.indexOf(worst)) worst = mark;
    bars.push(worst);
  }
  // Few cards get broader steps, never broader than twice those of many.
  const pitch = Math.min(PITCH_PX * 2, Math.max(PITCH_PX, bars.length === 0 ? 0 : width / bars.length));
  return { perBar, pitch, bars };
}

/** The outlines of all bars of one kind as one path: a strip is five nodes, however many cards there are. */
export function pathOf({ bars, pitch }: Bars, mark: Mark, height: number): string {
  const tall = HEIGHTS[mark] * height;
  const wide = Math.max(1, Math.min(BAR_PX * 2, pitch - 2));
  return bars
    .flatMap((each, i) =>
      each === mark ? `M${round(i * pitch)} ${round(height - tall)}h${wide}v${round(tall)}h${-wide}z` : [],
    )
    .join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The nearest card in this direction that asks for a check, and then any; null at the end of the drawer. */
export function nextRaised(drawer: Drawer, from: number, way: -1 | 1): number | null {
  const { positions, marks } = drawer;
  for (let i = positions.indexOf(from) + way; i >= 0 && i < positions.length; i += way)
    if (marks[i] === 'check') return positions[i] ?? null;
  return null;
}
