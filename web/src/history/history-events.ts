import type { BatchEvent, BatchSummary } from '@cardmill/contracts';
import type { InfiniteData } from '@tanstack/react-query';

import type { BatchPage, HistoryFilter } from '../api/batches.ts';

export type Pages = InfiniteData<BatchPage, string | undefined>;

/** What was heard since, worked into the pages that are loaded; `behind`: the server knows more than can be told here. */
export function applyEvents(
  pages: Pages,
  events: ReadonlyMap<string, BatchEvent>,
  filter: HistoryFilter,
): { pages: Pages; behind: boolean } {
  const known = new Set(pages.pages.flatMap((page) => page.items.map((batch) => batch.name)));
  const items = pages.pages.map((page) =>
    page.items.flatMap((batch) => {
      const event = events.get(batch.name);
      if (event === undefined) return batch;
      // A batch that left the filter stays while somebody looks: rows do not slide away under a hand.
      return 'deleted' in event ? [] : isNewer(event, batch) ? event : batch;
    }),
  );
  const missing = [...events.values()].filter(
    (event): event is BatchSummary => !('deleted' in event) && !known.has(event.name) && fits(event, filter),
  );
  const newest = items.flat()[0];
  const isNew = (batch: BatchSummary): boolean => newest === undefined || batch.createdAt > newest.createdAt;
  const onTop = filter.sort === 'newest' ? missing.filter(isNew) : [];
  // Older than all that is loaded: it comes with its page.
  const last = items.flat().at(-1);
  const more = pages.pages.at(-1)?.next != null;
  const behind = missing.some(
    (batch) =>
      !onTop.includes(batch) &&
      !(more && filter.sort === 'newest' && last !== undefined && batch.createdAt < last.createdAt),
  );
  const first = items[0];
  if (first !== undefined)
    items[0] = [...onTop.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)), ...first];
  return {
    pages: { ...pages, pages: pages.pages.map((page, at) => ({ ...page, items: items[at] ?? [] })) },
    behind,
  };
}

const isNewer = (next: BatchSummary, known: BatchSummary): boolean =>
  next.progress.seq > known.progress.seq ||
  (next.progress.seq === known.progress.seq && next.progress.updatedAt >= known.progress.updatedAt);

function fits(batch: BatchSummary, { status, station, q }: HistoryFilter): boolean {
  const wanted = q.trim().toLowerCase();
  return (
    (status === '' || status.split(',').includes(batch.status)) &&
    (station === '' || batch.station === station) &&
    [batch.title, batch.name, batch.station].some((text) => text.toLowerCase().includes(wanted))
  );
}
