import type { BatchSummary } from '@cardmill/contracts';

import type { Format } from '../i18n/use-format.ts';

/** A row of the list, with the day above it when it begins one. */
export interface Entry {
  readonly batch: BatchSummary;
  readonly day: string | null;
}

/** Batches by day; in an order that is not that of days, without any. */
export function withDays(
  batches: readonly BatchSummary[],
  grouped: boolean,
  dayOf: (iso: string) => string,
): Entry[] {
  let before: string | null = null;
  return batches.map((batch) => {
    const day = grouped ? dayOf(batch.createdAt) : null;
    const begins = day !== before;
    before = day;
    return { batch, day: begins ? day : null };
  });
}

/** How a day is called, seen from `now`. */
export function createDayOf(now: Date, format: Format, words: { today: string; yesterday: string }) {
  const today = now.toDateString();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).toDateString();
  return (iso: string): string => {
    const date = new Date(iso);
    const text = date.toDateString();
    return text === today ? words.today : text === yesterday ? words.yesterday : format.day(date, now);
  };
}
