import type { ResultRow } from '@cardmill/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BatchLive } from '../live/use-batch-live.ts';
import { OpenRow } from './open-row.tsx';
import type { ResultsStore } from './results-store.ts';
import { Row } from './row.tsx';

interface RowListProps {
  live: BatchLive;
  rows: readonly ResultRow[];
  store: ResultsStore;
  /** Position of the opened card; 0: none. */
  open: number;
  onOpen: (position: number) => void;
}

const ROW_PX = 89;

/** One row per card; only those in view are in the document, so ten thousand scroll like ten. */
export function RowList({ live, rows, store, open, onOpen }: RowListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  // oxlint-disable-next-line react-hooks/incompatible-library -- measured rows change without new props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => list.current?.closest<HTMLElement>('main') ?? null,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.cardId ?? index,
    overscan: 6,
    scrollMargin: top,
    // The head that sticks above the rows covers none of them.
    scrollPaddingStart: top,
  });

  // A card named in the address comes into view once, when its row is there.
  const shown = useRef(0);
  const place = rows.findIndex((row) => row.position === open);
  useEffect(() => {
    if (open === 0 || place < 0 || shown.current === open) return;
    // After the list has taken its place and its scroll container.
    const frame = requestAnimationFrame(() => {
      shown.current = open;
      virtual.scrollToIndex(place, { align: 'start' });
    });
    return () => cancelAnimationFrame(frame);
  }, [open, place, virtual]);
  // The focus goes where the reader was: a closed row's button is new, and the browser would start at the top again.
  const wasOpen = useRef(0);
  useEffect(() => {
    const closed = wasOpen.current;
    wasOpen.current = open;
    if (open !== 0 || closed === 0) return;
    list.current?.querySelector<HTMLElement>(`[data-position="${closed}"]`)?.focus({ preventScroll: true });
  }, [open]);
  const choose = (position: number): void => {
    shown.current = position;
    onOpen(position);
  };

  return (
    <div
      ref={list}
      className="res-rows res-cap"
      role="list"
      aria-label={t('results.rows')}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            role="listitem"
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {row.position === open ? (
              <OpenRow live={live} row={row} store={store} onClose={() => choose(0)} />
            ) : (
              <Row live={live} row={row} onOpen={() => choose(row.position)} />
            )}
          </div>
        );
      })}
    </div>
  );
}
