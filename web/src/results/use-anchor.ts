import type { ResultRow } from '@cardmill/contracts';
import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';

interface Shown {
  readonly rows: readonly ResultRow[];
  readonly items: readonly VirtualItem[];
  readonly choice: string;
}

/**
 * Rows never slide while someone reads: when rows come or go above, the page moves with what is in view, first of all
 * with the opened card. Another choice of rows begins at the top.
 */
export function useAnchor(
  virtual: Virtualizer<HTMLElement, Element>,
  rows: readonly ResultRow[],
  open: number,
  choice: string,
): void {
  const before = useRef<Shown>(undefined);
  useLayoutEffect(() => {
    const seen = before.current;
    before.current = { rows, items: virtual.getVirtualItems(), choice };
    const scroller = virtual.scrollElement;
    if (seen === undefined || scroller === null) return;
    if (seen.choice !== choice) scroller.scrollTo({ top: 0 });
    else if (seen.rows !== rows && scroller.scrollTop > 0) {
      const by = moved(seen, rows, open, scroller, virtual);
      if (by !== 0) scroller.scrollBy({ top: by });
    }
  });
}

/** Pixels by which what was in view has moved. */
function moved(
  seen: Shown,
  rows: readonly ResultRow[],
  open: number,
  scroller: HTMLElement,
  virtual: Virtualizer<HTMLElement, Element>,
): number {
  const top = scroller.scrollTop + (virtual.options.scrollPaddingStart || 0);
  const inView = seen.items.filter(
    (item) => item.end > top && item.start < scroller.scrollTop + scroller.clientHeight,
  );
  const opened = inView.filter((item) => seen.rows[item.index]?.position === open);
  for (const item of [...opened, ...inView]) {
    const place = rows.findIndex((row) => row.cardId === item.key);
    const now = virtual.measurementsCache[place];
    if (now !== undefined) return now.start - item.start;
  }
  return 0;
}
