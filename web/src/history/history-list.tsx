import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Entry } from './days.ts';
import { HistoryRow } from './history-row.tsx';
import type { RowActs } from './use-actions.tsx';

interface HistoryListProps {
  entries: readonly Entry[];
  acts: RowActs;
  draftDays: number;
  /** All batches that fit are here. */
  whole: boolean;
  /** Asks for the next page; called again and again while its place is in view. */
  onEnd: () => void;
}

const ROW_PX = 79;
const DAY_PX = 48;
/** So many rows before the end the next page is asked for. */
const AHEAD = 15;

/** Only the rows in view are in the document: a thousand batches scroll like ten. */
export function HistoryList({ entries, acts, draftDays, whole, onEnd }: HistoryListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const parent = list.current?.parentElement;
    if (parent === null || parent === undefined) return;
    const measure = (): void => setTop(list.current?.offsetTop ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(parent);
    return () => observer.disconnect();
  }, []);
  const getItemKey = useCallback((index: number) => entries[index]?.batch.name ?? index, [entries]);
  // oxlint-disable-next-line react-hooks/incompatible-library -- measured rows change without new props
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: entries.length,
    getScrollElement: () => list.current?.closest<HTMLElement>('main') ?? null,
    estimateSize: (index) => (entries[index]?.day == null ? ROW_PX : ROW_PX + DAY_PX),
    getItemKey,
    overscan: 8,
    scrollMargin: top,
    // Until the page has been measured: as much as any screen shows.
    initialRect: { width: 1_280, height: 900 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const near = !whole && last >= entries.length - AHEAD;
  const ask = useRef(onEnd);
  useEffect(() => {
    ask.current = onEnd;
  });
  useEffect(() => {
    if (near) ask.current();
  }, [near, entries.length]);

  // Whoever takes a row away by keyboard goes on with the one that came in its place, not at the top of the page.
  const focused = useRef<number | null>(null);
  const count = useRef(entries.length);
  useEffect(() => {
    const fewer = entries.length < count.current;
    count.current = entries.length;
    if (!fewer || focused.current === null || document.activeElement !== document.body) return;
    const place = Math.min(focused.current, entries.length - 1);
    list.current?.querySelector<HTMLElement>(`[data-index="${place}"] .t`)?.focus({ preventScroll: true });
  }, [entries.length]);

  return (
    <ul
      ref={list}
      className="hist"
      aria-label={t('history.list')}
      style={{ height: virtual.getTotalSize() }}
      onFocus={(event) => {
        const row = event.target.closest<HTMLElement>('[data-index]');
        focused.current = row === null ? null : Number(row.dataset['index']);
      }}
    >
      {items.map((item) => {
        const entry = entries[item.index];
        if (entry === undefined) return null;
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={whole ? entries.length : -1}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start - top}px)` }}
          >
            {entry.day !== null && <h2 className="day">{entry.day}</h2>}
            <HistoryRow batch={entry.batch} acts={acts} draftDays={draftDays} />
          </li>
        );
      })}
    </ul>
  );
}
