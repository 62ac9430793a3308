import { type CardOutcome, type CardState, isTerminal, listOf } from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

import { CardEntry } from '../api/files.ts';
import { request } from '../api/request.ts';
import { batchUrl, query } from '../api/urls.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import type { Bar } from './strip.ts';
import { useHeld } from './use-held.ts';

/** Ten thousand bars are worked out anew at most this often. */
const STEP_MS = 500;

const CardPage = listOf(CardEntry);
const cardsUrl = (batch: string, after: string): string =>
  `${batchUrl(batch)}/files${query({ limit: 500, after })}`;

/** Every card of the batch for the strip: as read once, then moved on by what is heard. */
export function useStrip({ batch, watch }: BatchLive) {
  const client = useQueryClient();
  const key = ['strip', batch.name];
  const { data: cards = NONE, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const first = client.getQueryData(key) === undefined;
      const all: CardEntry[] = [];
      for (let after = '0'; ;) {
        const page = await request(cardsUrl(batch.name, after), CardPage, { signal });
        all.push(...page.items);
        if (page.next === null) return all;
        after = page.next;
        // A drawer of ten thousand comes in many parts; each is shown as it comes.
        if (first) client.setQueryData(key, [...all]);
      }
    },
    // Whole again with the page, and when many cards moved at once; single outcomes are heard.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const turn = `${batch.run} ${isTerminal(batch.status)}`;
  const [readAt, setReadAt] = useState(turn);
  useOnChange(turn, () => {
    if (turn === readAt) return;
    setReadAt(turn);
    void refetch();
  });
  const outcomes = useHeld(watch.outcomes, STEP_MS, false);
  const { processing } = batch.counts;
  const { total, current, cancelled } = batch.progress;
  const bars = useMemo(
    () => [
      ...barsOf(cards, outcomes, processing),
      ...guessed({ total, current, cancelled, processing }).slice(cards.length),
    ],
    [cards, outcomes, processing, total, current, cancelled],
  );
  const places = useMemo(() => new Map(cards.map((card) => [card.cardId, card.position])), [cards]);
  const placeOf = useCallback((cardId: string) => places.get(cardId), [places]);
  return { cards, bars, placeOf };
}

const NONE: readonly CardEntry[] = [];

/** Until all cards are here, as many bars of each kind as the batch says: cards are taken in order. */
function guessed(of: { total: number; current: number; cancelled: number; processing: number }): Bar[] {
  const read = of.current - of.cancelled;
  return Array.from({ length: of.total }, (_, place) => {
    if (place < read) return 'read';
    if (place < read + of.processing) return 'reading';
    return place >= of.total - of.cancelled ? 'cancelled' : 'waiting';
  });
}

function barsOf(
  cards: readonly CardEntry[],
  outcomes: ReadonlyMap<string, CardOutcome>,
  processing: number,
): Bar[] {
  // Which card is in hand is not told one by one; cards are taken in order, so it is the first ones still open.
  let inHand = processing;
  return cards.map((card) => {
    const bar = BARS[outcomes.get(card.cardId)?.status ?? card.state];
    if (bar !== 'waiting' && bar !== 'reading') return bar;
    inHand -= 1;
    return inHand >= 0 ? 'reading' : 'waiting';
  });
}

const BARS: Record<CardState, Bar> = {
  uploading: 'waiting',
  ready: 'waiting',
  queued: 'waiting',
  processing: 'reading',
  succeeded: 'read',
  failed: 'failed',
  cancelled: 'cancelled',
};
