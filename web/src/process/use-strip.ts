import { type CardOutcome, isTerminal, type ReviewCards } from '@cardmill/contracts';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';

import { getDrawer } from '../api/review.ts';
import { type Drawer, drawerOf, type Mark } from '../drawer/marks.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import { needsCheck } from '../results/check.ts';
import { useHeld } from './use-held.ts';

/** Ten thousand bars are worked out anew at most this often. */
const STEP_MS = 500;
/** What no outcome tells, flags of a scan and what people verify meanwhile, is asked for so often. */
const AGAIN_MS = 60_000;

/** Every card of the batch for the strip: as read once, then moved on by what is heard. */
export function useStrip({ batch, watch }: BatchLive) {
  const { seq } = batch.progress;
  const { data, refetch } = useQuery({
    queryKey: ['drawer', batch.name],
    // Outcomes up to this number are in the answer, and may be overtaken by another run there.
    queryFn: async ({ signal }) => ({ seq, cards: await getDrawer(batch.name, signal) }),
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
  const again = useThrottled(() => void refetch(), AGAIN_MS);
  const [first] = useState(seq);
  useOnChange(seq, () => {
    if (seq !== first) again();
  });
  const outcomes = useHeld(watch.outcomes, STEP_MS, false);
  const { processing } = batch.counts;
  const { total, current, cancelled } = batch.progress;
  const places = useMemo(
    () => new Map(data?.cards.run?.cards.map(([position, cardId]) => [cardId, position])),
    [data],
  );
  const drawer = useMemo(
    () =>
      data === undefined
        ? guessed({ total, current, cancelled, processing })
        : inHand(drawerOf(heard(data.cards, places, fresh(outcomes, data.seq))), processing),
    [data, places, outcomes, processing, total, current, cancelled],
  );
  const placeOf = useCallback((cardId: string) => places.get(cardId), [places]);
  return { drawer, placeOf };
}

const fresh = (outcomes: ReadonlyMap<string, CardOutcome>, since: number): CardOutcome[] =>
  [...outcomes.values()].filter(({ seq }) => seq > since);

/** The cards with what was heard of them since they were read. */
function heard(
  known: ReviewCards,
  places: ReadonlyMap<string, number>,
  outcomes: readonly CardOutcome[],
): Parameters<typeof drawerOf>[0] {
  const ended = new Map(
    outcomes.flatMap((one) => {
      const position = places.get(one.cardId);
      return position === undefined ? [] : [[position, one] as const];
    }),
  );
  const left = (some: readonly number[] = []): number[] => some.filter((position) => !ended.has(position));
  const read = [...ended].filter(([, { status }]) => status === 'succeeded');
  return {
    cards: [...known.cards, ...read.map(([position]): [number, number] => [position, 0])],
    check: new Set([
      ...left(known.check),
      ...read.filter(([, one]) => needsCheck(one)).map(([position]) => position),
    ]),
    verified: new Set(known.verified),
    notRead: [
      ...left(known.notRead),
      ...[...ended].filter(([, { status }]) => status === 'failed').map(([position]) => position),
    ],
    waiting: left(known.waiting),
    run: known.run && {
      ...known.run,
      open: left(known.run.open),
      cancelled: left(known.run.cancelled),
    },
  };
}

/** Which card is in hand is not told one by one; cards are taken in order, so it is the first ones still open. */
function inHand({ positions, marks }: Drawer, processing: number): Drawer {
  let left = processing;
  return {
    positions,
    marks: marks.map((mark) => {
      if (mark !== 'waiting') return mark;
      left -= 1;
      return left >= 0 ? 'reading' : mark;
    }),
  };
}

/** Until the cards are here, as many bars of each kind as the batch says: cards are taken in order. */
function guessed(of: { total: number; current: number; cancelled: number; processing: number }): Drawer {
  const read = of.current - of.cancelled;
  const positions = Array.from({ length: of.total }, (_, place) => place + 1);
  return {
    positions,
    marks: positions.map((position): Mark => {
      if (position <= read) return 'read';
      if (position <= read + of.processing) return 'reading';
      return position > of.total - of.cancelled ? 'cancelled' : 'waiting';
    }),
  };
}
