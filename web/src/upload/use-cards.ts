import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { type CardEntry, listCards, listSomeCards } from '../api/files.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { useOnChange } from '../parts/use-on-change.ts';

const cardsKey = (batch: string) => ['cards', batch] as const;
const REFRESH_MS = 1_200;
/** Cards at the end of the batch that are read again each time: inspection follows closely behind acceptance. */
const TAIL = 400;

/** The cards of a batch as they stand. `moved` changes whenever the server said that something did. */
export function useCards(batch: string, moved: unknown) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: cardsKey(batch),
    queryFn: ({ signal }) => listCards(batch, 0, signal),
    // The tail is kept current below; the whole is read again now and then, for changes further up.
    refetchInterval: 60_000,
  });

  const readTail = useCallback(async () => {
    const known = client.getQueryData<CardEntry[]>(cardsKey(batch));
    if (known === undefined) return;
    const from = known.at(-TAIL)?.position ?? 1;
    const tail = await listCards(batch, from - 1);
    // With a long drawer inspection lags behind: the next cards it comes to are read too.
    const lag = known.find((card) => card.inspectedAt === null && card.error === null);
    const due = lag === undefined || lag.position >= from ? [] : await dueFrom(batch, lag.position);
    const fresh = new Map([...due, ...tail].map((card) => [card.cardId, card]));
    client.setQueryData<CardEntry[]>(cardsKey(batch), (now) => [
      ...(now ?? [])
        .filter((card) => card.position < from && !isIn(tail, card))
        .map((card) => fresh.get(card.cardId) ?? card),
      ...tail,
    ]);
  }, [client, batch]);
  // A reading that fails is made up for by the next one.
  const soon = useThrottled(() => void readTail().catch(() => undefined), REFRESH_MS);
  useOnChange(moved, soon);

  const drop = useCallback(
    (filename: string) =>
      client.setQueryData<CardEntry[]>(cardsKey(batch), (now) =>
        now?.filter((card) => card.filename !== filename),
      ),
    [client, batch],
  );
  return { cards: query.data ?? [], query, soon, drop };
}

const dueFrom = async (batch: string, position: number): Promise<CardEntry[]> =>
  (await listSomeCards(batch, position - 1)).items;

/** A card moves on by a few places when one that belongs in front of it was accepted after it. */
const isIn = (tail: readonly CardEntry[], card: CardEntry): boolean =>
  tail.slice(0, 20).some(({ cardId }) => cardId === card.cardId);
