import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import type { UploadItem } from './items.ts';
import { CardRow, ItemRow } from './row-parts.tsx';
import { keyOfItem, type ListRow } from './rows.ts';

interface FileRowsProps {
  batch: string;
  rows: readonly ListRow[];
  /** The card shown large. */
  shown: string | null;
  onShow: (filename: string) => void;
  onAgain: (item: UploadItem) => void;
  onLeave: (item: UploadItem) => void;
  /** Null when the files are frozen. */
  onRemove: ((card: CardEntry) => Promise<void>) | null;
}

const ROW_PX = 57;

/** One row per file or card; only those in view are in the document, so ten thousand scroll like ten. */
export function FileRows({ batch, rows, shown, onShow, onAgain, onLeave, onRemove }: FileRowsProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  // Notes and bars come and go above the list, so its place is measured with every drawing and kept when it moved.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- ends by itself: a place that stays sets nothing
  useLayoutEffect(() => {
    const [box, scroller] = [list.current, scrollerOf(list.current)];
    if (box === null || scroller === null) return;
    const now = box.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    if (Math.abs(now - top) > 1) setTop(now);
  });
  const keys = useKeys(rows);
  // Another function makes the library measure all rows anew: it stays the same for as long as the rows do.
  const getItemKey = useCallback((index: number) => keys[index] ?? index, [keys]);
  // oxlint-disable-next-line react-hooks/incompatible-library -- measured rows change without new props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => ROW_PX,
    getItemKey,
    overscan: 8,
    scrollMargin: top,
  });

  // Whoever takes rows away by keyboard goes on with the next one, not at the top of the page.
  const takenAt = useRef<number | null>(null);
  useEffect(() => {
    const at = takenAt.current;
    if (at === null || document.activeElement !== document.body) return;
    takenAt.current = null;
    const place = Math.min(at, rows.length - 1);
    list.current?.querySelector<HTMLElement>(`[data-index="${place}"] button:last-of-type`)?.focus();
  });
  // The same functions for as long as the list is there: then only rows that changed are drawn anew.
  const latest = useRef({ rows, onShow, onAgain, onLeave, onRemove });
  useEffect(() => {
    latest.current = { rows, onShow, onAgain, onLeave, onRemove };
  });
  const acts = useMemo(() => {
    const remember = (key: string): void => {
      takenAt.current = latest.current.rows.findIndex((row) => row.key === key);
    };
    return {
      show: (card: CardEntry): void => latest.current.onShow(card.filename),
      again: (item: UploadItem): void => latest.current.onAgain(item),
      leave: (item: UploadItem): void => {
        remember(keyOfItem(item));
        latest.current.onLeave(item);
      },
      remove: (card: CardEntry): void => {
        remember(card.cardId);
        void latest.current.onRemove?.(card);
      },
    };
  }, []);

  return (
    <div
      ref={list}
      className="up-rows"
      role="list"
      aria-label={t('upload.rows')}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            role="listitem"
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - top}px)` }}
          >
            {row.kind === 'item' ? (
              <ItemRow item={row.item} onAgain={acts.again} onLeave={acts.leave} />
            ) : (
              <CardRow
                batch={batch}
                card={row.card}
                shown={row.card.filename === shown}
                onShow={acts.show}
                onRemove={onRemove === null ? null : acts.remove}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The same array for as long as the same rows stand in the same order; what they say may change. */
function useKeys(rows: readonly ListRow[]): readonly string[] {
  const [keys, setKeys] = useState<readonly string[]>([]);
  const same = keys.length === rows.length && rows.every(({ key }, index) => key === keys[index]);
  if (same) return keys;
  const now = rows.map(({ key }) => key);
  setKeys(now);
  return now;
}

/** Wide pages scroll the list beside the image, narrow ones as a whole. */
function scrollerOf(list: HTMLElement | null): HTMLElement | null {
  const own = list?.closest<HTMLElement>('.up-list') ?? null;
  if (own !== null && getComputedStyle(own).overflowY === 'auto') return own;
  return list?.closest('main') ?? null;
}
