import type { ResultRow, Review, ReviewCards } from '@cardmill/contracts';
import { expectedErrors, recount } from '@cardmill/extraction/evaluation';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { getReview, getReviewCards } from '../api/review.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { useOnChange } from '../parts/use-on-change.ts';
import { indexOf, type Order, type Queue, queueOf } from './queue.ts';

/** What other people verify is asked for so often; what is verified here is counted here, at once. */
const OTHERS_MS = 60_000;
const CATCH_UP_MS = 5_000;
const NOBODY: ReadonlySet<number> = new Set();

/** The cards of a review and what remains to be expected, without a single row. */
export function useQueue({ batch }: BatchLive, chosen: Queue | undefined, order: Order) {
  const { name } = batch;
  const client = useQueryClient();
  const keys = useMemo(
    () => ({ cards: ['review-cards', name] as const, review: ['review', name] as const }),
    [name],
  );
  const common = { staleTime: OTHERS_MS, refetchInterval: OTHERS_MS };
  const cards = useQuery({
    ...common,
    queryKey: keys.cards,
    queryFn: ({ signal }) => getReviewCards(name, signal),
  });
  const review = useQuery({
    ...common,
    queryKey: keys.review,
    queryFn: ({ signal }) => getReview(name, signal),
  });

  // While the batch is read, cards come; the first number was read with the page itself.
  const { seq } = batch.progress;
  const catchUp = useThrottled(() => {
    void client.invalidateQueries({ queryKey: keys.cards });
    void client.invalidateQueries({ queryKey: keys.review });
  }, CATCH_UP_MS);
  const [firstSeq] = useState(seq);
  useOnChange(seq, () => {
    if (seq !== firstSeq) catchUp();
  });

  const { data } = cards;
  const index = useMemo(() => (data === undefined ? null : indexOf(data)), [data]);
  const [begun, setBegun] = useState<ReadonlySet<number> | null>(null);
  // In the same rendering: a queue without its beginning would be another one a moment later.
  if (index !== null && begun === null) setBegun(index.verified);
  const before = begun ?? NOBODY;

  const machine = data?.cards;
  const asks = data?.check;
  const queues = useMemo(() => {
    const of = (queue: Queue) =>
      queueOf({ cards: machine ?? [], check: new Set(asks) }, before, queue, order);
    return { check: of('check'), open: of('open'), all: of('all') };
  }, [machine, asks, before, order]);
  // Without a doubtful card the review is of all.
  const queue = chosen ?? (queues.check.length > 0 ? 'check' : 'all');
  const positions = queues[queue];
  const verified = index?.verified ?? NOBODY;

  const groups = review.data?.groups;
  const expected = useMemo(
    () => (groups === undefined || groups.length === 0 ? null : expectedErrors(groups)),
    [groups],
  );

  return {
    drawer: data ?? null,
    index,
    queue,
    positions,
    counts: { check: queues.check.length, open: queues.open.length, all: queues.all.length },
    verified,
    done: positions.filter((position) => verified.has(position)).length,
    expected,
    review: review.data ?? null,
    error: cards.error,
    refetch: () => void cards.refetch(),
    /** A card became another one under somebody's hands here. */
    moved(before: ResultRow, after: ResultRow): void {
      // What is on its way may not know of it yet.
      void client.cancelQueries({ queryKey: keys.review });
      client.setQueryData<Review>(
        keys.review,
        (known) => known && { ...known, groups: recount(known.groups, before, after) },
      );
      if ((before.verified === null) === (after.verified === null)) return;
      void client.cancelQueries({ queryKey: keys.cards });
      client.setQueryData<ReviewCards>(keys.cards, (known) => {
        if (known === undefined) return known;
        const others = known.verified.filter((position) => position !== after.position);
        return { ...known, verified: after.verified === null ? others : [...others, after.position] };
      });
    },
  };
}
export type QueueState = ReturnType<typeof useQueue>;
