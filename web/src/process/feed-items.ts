import type { CardOutcome, ResultRow } from '@cardmill/contracts';

/** One card as the feed shows it, whether it was heard of or read over HTTP. */
export type FeedItem = Pick<
  CardOutcome,
  'cardId' | 'seq' | 'filename' | 'status' | 'fields' | 'confidence' | 'error' | 'durationMs'
>;

/** Numbers in one part of the past: some fewer cards, since a number may be an action's or belong to an older reading. */
export const PART = 200;

/** The parts of the past, newest first: numbers after `since` up to `until`. */
export const partBefore = (until: number): { since: number; until: number } => ({
  since: Math.max(0, until - PART),
  until,
});

export const itemOf = (row: ResultRow): FeedItem | null =>
  row.status === 'cancelled' ? null : { ...row, status: row.status };

/** The latest outcome of every card, newest first. */
export function newestFirst(...parts: readonly Iterable<FeedItem>[]): readonly FeedItem[] {
  const latest = new Map<string, FeedItem>();
  for (const part of parts)
    for (const item of part) {
      const known = latest.get(item.cardId);
      if (known === undefined || known.seq < item.seq) latest.set(item.cardId, item);
    }
  return [...latest.values()].toSorted((a, b) => b.seq - a.seq);
}

/** How many outcomes came after the newest one shown. */
export function countAfter(items: Iterable<FeedItem>, seq: number): number {
  let count = 0;
  for (const item of items) if (item.seq > seq) count += 1;
  return count;
}
