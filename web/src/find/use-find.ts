import type { SearchHit } from '@cardmill/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';

import { type FindFilter, findCards, findOnCard } from '../api/search.ts';

/** While somebody types nothing is asked for. */
const PAUSE_MS = 200;

function usePaused<T>(value: T): T {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}

/** The hits of a search; those of the last one stay until the new ones are there. */
export function useFind(typed: FindFilter) {
  const key = usePaused(JSON.stringify(typed));
  const filter = useMemo((): FindFilter => JSON.parse(key), [key]);
  const asked = filter.q.trim() !== '';
  const query = useInfiniteQuery({
    queryKey: ['find', filter],
    queryFn: ({ pageParam, signal }) => findCards(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
    enabled: asked,
  });
  const { data } = query;
  const hits = useMemo(() => {
    const all = asked ? (data?.pages.flatMap((page) => page.items) ?? []) : [];
    // A card that came nearer between two pages is on both.
    return [...new Map(all.map((hit) => [hit.cardId, hit])).values()];
  }, [data, asked]);
  return { query, hits, asked, q: filter.q };
}

/** The opened hit: of those that are loaded, else asked for by itself, as after a reload. */
export function useHit(hits: readonly SearchHit[], q: string, card: string, ready: boolean) {
  const here = hits.find((hit) => hit.cardId === card);
  const { data, isError, error, refetch } = useQuery({
    queryKey: ['find-card', q, card],
    queryFn: ({ signal }) => findOnCard(q, card, signal),
    enabled: ready && card !== '' && here === undefined,
  });
  return { hit: here ?? data ?? null, gone: here === undefined && data === null, isError, error, refetch };
}
