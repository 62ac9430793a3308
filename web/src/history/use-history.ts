import type { BatchSummary } from '@cardmill/contracts';
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { type HistoryFilter, listBatches } from '../api/batches.ts';
import { useLine, useLive } from '../live/live-context.ts';
import { useThrottled } from '../live/use-throttled.ts';

type Pages = InfiniteData<{ items: BatchSummary[]; next: string | null }>;
const REFRESH_MS = 1_500;

/** The batches that fit, newest first, kept current while the page is open. */
export function useHistory(filter: HistoryFilter) {
  const live = useLive();
  const line = useLine();
  const client = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: ['history', filter],
    queryFn: ({ pageParam, signal }) => listBatches(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const refresh = useThrottled(() => void client.invalidateQueries({ queryKey: ['history'] }), REFRESH_MS);

  useEffect(
    () =>
      live.watchAll((event) => {
        const gone = 'deleted' in event;
        let known = false;
        client.setQueriesData<Pages>({ queryKey: ['history'] }, (data) => {
          if (data === undefined) return data;
          known ||= data.pages.some((page) => page.items.some((batch) => batch.name === event.name));
          return replace(data, event.name, gone ? null : event);
        });
        // A new batch, or one whose new state may fit another filter: the server knows which.
        if (!gone && !known) refresh();
      }),
    [live, client, refresh],
  );
  // What changed while the line was lost is not told again.
  useEffect(() => {
    if (line === 'up') refresh();
  }, [line, refresh]);

  return { query, refresh, batches: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

function replace(data: Pages, name: string, batch: BatchSummary | null): Pages {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.flatMap((item) =>
      item.name !== name ? item : batch === null ? [] : isNewer(batch, item) ? batch : item,
    ),
  }));
  return { ...data, pages };
}

const isNewer = (next: BatchSummary, known: BatchSummary): boolean =>
  next.progress.seq > known.progress.seq ||
  (next.progress.seq === known.progress.seq && next.progress.updatedAt >= known.progress.updatedAt);
