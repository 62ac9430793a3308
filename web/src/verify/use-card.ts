import type { ResultRow } from '@cardmill/contracts';
import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { getCard } from '../api/review.ts';
import { imageUrl } from '../api/urls.ts';

/** While a card is looked at, what somebody else did to it is asked for so often. */
const OTHERS_MS = 15_000;
const FRESH_MS = 10_000;

const cardQuery = (batch: string, position: number) => ({
  queryKey: ['review-card', batch, position],
  queryFn: ({ signal }: { signal: AbortSignal }) => getCard(batch, position, signal),
  staleTime: FRESH_MS,
});

/** The image changes with every reading of the card. */
export const takeOf = (row: ResultRow): number => row.seq;

interface CardUse {
  batch: string;
  position: number;
  /** Cards that may come next: they are fetched while this one is looked at, so that turning to them is instant. */
  ahead: readonly (number | null)[];
}

/** One card with its words. Until it is there the last one stays, `waiting`: an empty page between two cards would be a flicker. */
export function useCard({ batch, position, ahead }: CardUse) {
  const client = useQueryClient();
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...cardQuery(batch, position),
    refetchInterval: OTHERS_MS,
    placeholderData: (last, query) => (query?.queryKey[1] === batch ? keepPreviousData(last) : undefined),
  });
  const ready = data !== undefined && !isPlaceholderData;
  const wanted = ahead.filter((one) => one !== null && one !== position).join(' ');
  useEffect(() => {
    if (!ready || wanted === '') return;
    for (const one of wanted.split(' ').map(Number)) void fetchAhead(client, batch, one);
  }, [client, batch, wanted, ready]);
  return {
    row: data,
    waiting: isPlaceholderData,
    error,
    again: () => void refetch(),
    /** A row as a call answered it, without words: those of the same reading stay. @returns the card as it was */
    put(row: ResultRow): ResultRow | null {
      const { queryKey } = cardQuery(batch, row.position);
      const known = client.getQueryData<ResultRow | null>(queryKey) ?? null;
      if (known !== null && known.seq === row.seq && known.version >= row.version) return null;
      const words = known?.seq === row.seq ? known.words : undefined;
      void client.cancelQueries({ queryKey });
      client.setQueryData<ResultRow | null>(queryKey, words === undefined ? row : { ...row, words });
      // Another reading has other words.
      if (words === undefined) void client.invalidateQueries({ queryKey });
      return known;
    },
  };
}

async function fetchAhead(client: QueryClient, batch: string, position: number): Promise<void> {
  await client.prefetchQuery(cardQuery(batch, position));
  const row = client.getQueryData<ResultRow | null>(cardQuery(batch, position).queryKey);
  if (row === undefined || row === null) return;
  new Image().src = imageUrl(batch, row.filename, 'access', takeOf(row) * 100);
}
