import type { ResultRow } from '@cardmill/contracts';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { OpenRow } from './open-row.tsx';
import type { ResultsStore } from './results-store.ts';
import { rowKeys } from './row-keys.ts';
import { Row } from './row.tsx';
import { useAnchor } from './use-anchor.ts';
import { useKeptScroll } from './use-kept-scroll.ts';

interface RowListProps {
  live: BatchLive;
  rows: readonly ResultRow[];
  /** Cards that are being read again. */
  again: ReadonlySet<number>;
  store: ResultsStore;
  /** What was chosen to be seen: another choice begins at the top. */
  choice: string;
  /** Position of the opened card; 0: none. */
  open: number;
  onOpen: (position: number) => void;
}

const ROW_PX = 89;

/** One row per card; only those in view are in the document, so ten thousand scroll like ten. */
export function RowList({ live, rows, again, store, choice, open, onOpen }: RowListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const head = list.current?.previousElementSibling;
    if (head === null || head === undefined) return;
    const measure = (): void => setTop(list.current?.offsetTop ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(head);
    return () => observer.disconnect();
  }, []);
  const format = useFormat();
  const words = useMemo(() => ({ t, format }), [t, format]);
  // One and the same function for the same rows: another one would have all their places computed anew, on every scroll.
  const getItemKey = useCallback((index: number) => rows[index]?.cardId ?? index, [rows]);
  // oxlint-disable-next-line react-hooks/incompatible-library -- measured rows change without new props
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: rows.length,
    getScrollElement: () => list.current?.closest<HTMLElement>('main') ?? null,
    estimateSize: () => ROW_PX,
    getItemKey,
    overscan: 4,
    scrollMargin: top,
    // The head that sticks above the rows covers none of them.
    scrollPaddingStart: top,
  });
  useAnchor(virtual, rows, open, choice);
  useKeptScroll(list);

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
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  });
  const choose = useCallback((position: number): void => {
    shown.current = position;
    latest.current(position);
  }, []);

  return (
    <div
      ref={list}
      className="res-rows res-cap"
      role="list"
      aria-label={t('results.rows')}
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={rowKeys(virtual, rows.length)}
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
              <OpenRow
                live={live}
                row={row}
                again={again.has(row.position)}
                store={store}
                onClose={() => choose(0)}
              />
            ) : (
              <Row
                batch={live.batch.name}
                fields={live.batch.fields}
                row={row}
                again={again.has(row.position)}
                store={store}
                refresh={live.refresh}
                words={words}
                onOpen={choose}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
