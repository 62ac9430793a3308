import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

import { listResults } from '../api/results.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { countAfter, type FeedItem, itemOf, newestFirst, PART, partBefore } from './feed-items.ts';
import { useHolding } from './use-held.ts';

/** A list that changes with every card of a fast run cannot be read. */
const STEP_MS = 1_000;

export interface Feed {
  readonly items: readonly FeedItem[];
  /** Outcomes that wait to be shown while the list is held. */
  readonly fresh: number;
  readonly release: () => void;
  readonly loading: boolean;
  /** Reads an older part, when there is one and none is on its way. */
  readonly more: () => void;
}

/**
 * Every outcome of the batch, newest first: those before this page came are read part by part as somebody scrolls, those
 * after it are heard. A reload shows the same.
 */
export function useFeed({ batch, watch }: BatchLive, held: boolean): Feed {
  // What was heard is whole from the first reply on; what came before it is read. Without a line, from what the batch said.
  const [heardFrom, setHeardFrom] = useState(watch.progress === null ? null : watch.seq);
  if (heardFrom === null && watch.progress !== null) setHeardFrom(watch.seq);
  const [readTo] = useState(batch.progress.seq);
  const from = heardFrom ?? readTo;
  const past = useInfiniteQuery({
    queryKey: ['feed', batch.name, from],
    queryFn: async ({ pageParam, signal }) => {
      const filter = { ...partBefore(pageParam), status: 'succeeded,failed', limit: PART };
      const rows = await listResults(batch.name, filter, signal);
      return { since: filter.since, items: rows.flatMap((row) => itemOf(row) ?? []) };
    },
    initialPageParam: from,
    getNextPageParam: ({ since }) => (since > 0 ? since : undefined),
    // The past does not change; what changes is heard.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const { shown: outcomes, release } = useHolding(watch.outcomes, STEP_MS, held);
  const pages = past.data?.pages;
  const items = useMemo(
    () => newestFirst(outcomes.values(), ...(pages ?? []).map((page) => page.items)),
    [outcomes, pages],
  );
  const newest = items[0]?.seq ?? from;
  const fresh = useMemo(
    () => (held && watch.outcomes !== outcomes ? countAfter(watch.outcomes.values(), newest) : 0),
    [held, watch.outcomes, outcomes, newest],
  );
  const { hasNextPage, isFetching, fetchNextPage } = past;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { items, fresh, release, loading: past.isPending, more };
}
