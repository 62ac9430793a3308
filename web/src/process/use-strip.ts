import { type CardOutcome, type CardState, isTerminal } from '@cardmill/contracts';
import { useMemo } from 'react';

import type { CardEntry } from '../api/files.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import { useCards } from '../upload/use-cards.ts';
import type { Bar } from './strip.ts';

/** Every card of the batch for the strip: as read once, then moved on by what is heard. */
export function useStrip({ batch, watch }: BatchLive): { cards: readonly CardEntry[]; bars: readonly Bar[] } {
  // Whole again only when many cards moved at once; single outcomes are heard.
  const { cards, query } = useCards(batch.name, null);
  const { refetch } = query;
  const turn = `${batch.run} ${isTerminal(batch.status)}`;
  useOnChange(turn, () => void refetch());
  const { processing } = batch.counts;
  const bars = useMemo(() => barsOf(cards, watch.outcomes, processing), [cards, watch.outcomes, processing]);
  return { cards, bars };
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
