import type { ResultRow, Word } from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { getWords } from '../api/results.ts';
import { imageUrl } from '../api/urls.ts';

const NONE: readonly Word[] = [];
const KEEP_MS = 300_000;

const wordsQuery = (batch: string, row: ResultRow) => ({
  // Another reading has other words; an edit has the same.
  queryKey: ['words', batch, row.cardId, row.seq],
  queryFn: ({ signal }: { signal: AbortSignal }) => getWords(batch, row.position, signal),
  staleTime: KEEP_MS,
});

/** The words of a card; those of the next one and its image are fetched ahead, so that turning to it is instant. */
export function useWords(batch: string, row: ResultRow, next: ResultRow | null): readonly Word[] {
  const client = useQueryClient();
  const { data } = useQuery(wordsQuery(batch, row));
  const ready = data !== undefined;
  useEffect(() => {
    if (!ready || next === null) return;
    void client.prefetchQuery(wordsQuery(batch, next));
    new Image().src = imageUrl(batch, next.filename, 'access', next.seq * 100);
  }, [client, batch, next, ready]);
  return data ?? NONE;
}
