import type { BatchEvent, BatchSummary } from '@cardmill/contracts';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import { countBatches, type HistoryFilter, listBatches } from '../api/batches.ts';
import { useLine, useLive } from '../live/live-context.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { applyEvents, type Pages } from './history-events.ts';

const REFRESH_MS = 3_000;
/** What is heard within so long is shown at once: a house in full swing says something every few milliseconds. */
const GATHER_MS = 250;
const OPEN = 'queued,running';
const OPEN_MAX = 500;

/** The batches that fit, kept current while the page is open. */
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
  // All that is being read, also what lies beyond the pages that are loaded.
  const house = useQuery({
    queryKey: ['house'],
    queryFn: async ({ signal }) => (await listBatches({ status: OPEN }, undefined, signal, OPEN_MAX)).items,
  });
  const { q, station } = filter;
  const counts = useQuery({
    queryKey: ['history-counts', q, station],
    queryFn: ({ signal }) => countBatches({ q, station }, signal),
    placeholderData: (before) => before,
  });
  const refresh = useThrottled(() => void client.invalidateQueries({ queryKey: ['history'] }), REFRESH_MS);
  const lookAgain = useThrottled(() => {
    for (const key of ['house', 'history-counts']) void client.invalidateQueries({ queryKey: [key] });
  }, REFRESH_MS);

  useEffect(() => {
    const heard = new Map<string, BatchEvent>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const apply = (): void => {
      timer = undefined;
      let behind = false;
      client.setQueryData<Pages>(['history', filter], (pages) => {
        if (pages === undefined) return pages;
        const applied = applyEvents(pages, heard, filter);
        ({ behind } = applied);
        return applied.pages;
      });
      heard.clear();
      if (behind) refresh();
      lookAgain();
    };
    const stop = live.watchAll((event) => {
      heard.set(event.name, event);
      timer ??= setTimeout(apply, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [live, client, filter, refresh, lookAgain]);
  // What changed while the line was lost is not told again.
  useEffect(() => {
    if (line === 'up') refresh();
  }, [line, refresh]);

  const { data } = query;
  const batches = useMemo(() => once(data?.pages.flatMap((page) => page.items) ?? []), [data]);
  return {
    query,
    refresh,
    batches,
    house: house.data ?? [],
    counts: counts.data,
    draftDays: data?.pages[0]?.draftDays ?? 0,
  };
}

/** In an order that moves (by change) a batch may come on two pages. */
function once(batches: readonly BatchSummary[]): BatchSummary[] {
  return [...new Map(batches.map((batch) => [batch.name, batch])).values()];
}
