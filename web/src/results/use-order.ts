import type { ResultRow } from '@cardmill/contracts';
import { startTransition, useEffect, useMemo, useState } from 'react';

import { createRanking, type Ranking } from './ranking.ts';
import { NO_PLACES, type Order, type Sort, sortTextOf } from './view.ts';

/** The page's turn: whatever waits is done first. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The order that the rows can be shown in now: another one by texts comes when they are placed, till then the last stays. */
export function useOrder(rows: readonly ResultRow[], sort: Sort, collator: Intl.Collator): Order {
  const [order, setOrder] = useState<Order>({ sort: 'position', places: NO_PLACES });
  const rankings = useMemo(() => createRankings(collator), [collator]);
  const textOf = useMemo(() => sortTextOf(sort), [sort]);
  if (textOf === null && order.sort !== sort) setOrder({ sort, places: NO_PLACES });
  useEffect(() => {
    if (textOf === null) return;
    const other = new AbortController();
    const place = async (): Promise<void> => {
      const ranking = rankings(sort);
      if (!(await ranking.add(rows.map(textOf), pause, other.signal))) return;
      const places = ranking.places();
      // In parts, too: sorting, laying out and drawing the rows together take as long as placing them.
      startTransition(() =>
        setOrder((now) => (now.sort === sort && now.places === places ? now : { sort, places })),
      );
    };
    void place();
    return () => other.abort();
  }, [rows, sort, textOf, rankings]);
  return order;
}

/** One ranking for each order, for as long as the language is the same. */
function createRankings(collator: Intl.Collator): (sort: Sort) => Ranking {
  const rankings = new Map<Sort, Ranking>();
  return (sort) => {
    const known = rankings.get(sort) ?? createRanking((a, b) => collator.compare(a, b));
    rankings.set(sort, known);
    return known;
  };
}
