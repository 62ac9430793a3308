import type { ReviewCards } from '@cardmill/contracts';

export const QUEUES = ['check', 'open', 'all'] as const;
/** Cards that ask for a check, those that nobody has verified, or all. */
export type Queue = (typeof QUEUES)[number];
export const ORDERS = ['unsure', 'drawer'] as const;
export type Order = (typeof ORDERS)[number];

/** What is asked of ten thousand cards again and again. */
export interface CardIndex {
  readonly cards: ReviewCards['cards'];
  readonly check: ReadonlySet<number>;
  readonly verified: ReadonlySet<number>;
}

export const indexOf = ({ cards, check, verified }: ReviewCards): CardIndex => ({
  cards,
  check: new Set(check),
  verified: new Set(verified),
});

/**
 * Positions in the order in which they are looked at. What people do meanwhile moves no card: nothing jumps under their hands.
 * @param before verified when the review began
 */
export function queueOf(
  { cards, check }: Pick<CardIndex, 'cards' | 'check'>,
  before: ReadonlySet<number>,
  queue: Queue,
  order: Order,
): readonly number[] {
  const wanted = {
    check: (position: number) => check.has(position),
    open: (position: number) => !before.has(position),
    all: () => true,
  }[queue];
  const chosen = cards.filter(([position]) => wanted(position));
  // In card order they come; sorting keeps it among equals.
  const sorted = order === 'drawer' ? chosen : chosen.toSorted(([, a], [, b]) => a - b);
  return sorted.map(([position]) => position);
}

/** The next card nobody has verified, after this place and then from the front; null when there is none. */
export function nextOpen(
  queue: readonly number[],
  from: number,
  verified: ReadonlySet<number>,
): number | null {
  for (let i = 1; i <= queue.length; i += 1) {
    const position = queue[(Math.max(-1, from) + i) % queue.length];
    if (position !== undefined && !verified.has(position)) return position;
  }
  return null;
}
