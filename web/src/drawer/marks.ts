import type { ReviewCards } from '@cardmill/contracts';

/** What one bar of the strip says; the worst of its cards counts, the last the worst. */
export const MARKS = ['waiting', 'cancelled', 'verified', 'read', 'reading', 'check', 'failed'] as const;
export type Mark = (typeof MARKS)[number];

const PITCH_PX = 6;
const BAR_PX = 4;
/** Share of the strip's height. Height carries the meaning as well as colour. */
const HEIGHTS: Record<Mark, number> = {
  waiting: 0.42,
  cancelled: 0.2,
  verified: 0.42,
  read: 0.42,
  reading: 0.57,
  check: 0.68,
  failed: 1,
};

export interface Drawer {
  /** Of every card of the batch, in card order. */
  readonly positions: readonly number[];
  readonly marks: readonly Mark[];
}

export const EMPTY: Drawer = { positions: [], marks: [] };

/** What a review makes of every card, and beside it, for who watches, where the run stands. */
interface Cards extends Omit<ReviewCards, 'check' | 'verified'> {
  readonly check: ReadonlySet<number>;
  readonly verified: ReadonlySet<number>;
}

/** Every card with what there is to say of it. */
export function drawerOf({ cards, check, verified, notRead, waiting, run }: Cards): Drawer {
  const marks = new Map<number, Mark>();
  for (const [position] of cards)
    marks.set(position, verified.has(position) ? 'verified' : check.has(position) ? 'check' : 'read');
  for (const position of notRead) marks.set(position, 'failed');
  // What was read before stays until a card is read anew: to who watches it waits all the same.
  for (const position of [...waiting, ...(run?.open ?? [])]) marks.set(position, 'waiting');
  for (const position of run?.cancelled ?? []) marks.set(position, 'cancelled');
  const positions = [...marks.keys()].toSorted((a, b) => a - b);
  return { positions, marks: positions.map((position) => marks.get(position) ?? 'waiting') };
}

export interface Bars {
  readonly perBar: number;
  /** From the left side of one bar to that of the next. */
  readonly pitch: number;
  readonly bars: readonly Mark[];
}

export const rankOf = (mark: Mark): number => MARKS.indexOf(mark);

/** The drawer in as many bars as fit: one for several cards where there are more cards than room. */
export function barsOf(marks: readonly Mark[], width: number): Bars {
  const room = Math.max(1, Math.floor(width / PITCH_PX));
  const perBar = Math.max(1, Math.ceil(marks.length / room));
  const bars: Mark[] = [];
  for (let first = 0; first < marks.length; first += perBar) {
    let worst: Mark = 'waiting';
    for (const mark of marks.slice(first, first + perBar)) if (rankOf(mark) > rankOf(worst)) worst = mark;
    bars.push(worst);
  }
  // Few cards get broader steps, never broader than twice those of many.
  const pitch = Math.min(PITCH_PX * 2, Math.max(PITCH_PX, bars.length === 0 ? 0 : width / bars.length));
  return { perBar, pitch, bars };
}

/** The outlines of all bars of one kind as one path: a strip is a few nodes, however many cards there are. */
export function pathOf({ bars, pitch }: Bars, mark: Mark, height: number): string {
  const tall = HEIGHTS[mark] * height;
  const wide = Math.max(1, Math.min(BAR_PX * 2, pitch - 2));
  return bars
    .flatMap((each, i) =>
      each === mark
        ? `M${round(i * pitch)} ${round(height - tall)}h${round(wide)}v${round(tall)}h${round(-wide)}z`
        : [],
    )
    .join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The nearest card in this direction that asks for somebody; null at the end of the drawer. */
export function nextRaised(
  { positions, marks }: Drawer,
  from: number,
  way: -1 | 1,
  raised: readonly Mark[],
): number | null {
  const at = positions.indexOf(from);
  // Nowhere yet: from the front, or from the back.
  const start = at >= 0 ? at + way : way === 1 ? 0 : positions.length - 1;
  for (let i = start; i >= 0 && i < positions.length; i += way) {
    const mark = marks[i];
    if (mark !== undefined && raised.includes(mark)) return positions[i] ?? null;
  }
  return null;
}
