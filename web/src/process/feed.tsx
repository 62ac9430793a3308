import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { BatchLive } from '../live/use-batch-live.ts';
import { FeedRow } from './feed-row.tsx';
import { scrollerOf } from './scroller.ts';
import { useFeed } from './use-feed.ts';
import type { ReadAgain } from './use-read-again.ts';

const ROW_PX = 60;
/** Rows from the end at which the part before is asked for. */
const AHEAD = 20;

interface FeedProps {
  live: BatchLive;
  again: ReadAgain;
  /** Somebody reads here: nothing moves, and what is new is counted. */
  held: boolean;
  /** Place of a card in the drawer, when it is known. */
  placeOf: (cardId: string) => number | undefined;
}

/** Each card as it is done, newest first. Only the rows in view are in the document. */
export function Feed({ live, again, held, placeOf }: FeedProps) {
  const { t } = useTranslation();
  const { batch } = live;
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [away, setAway] = useState(false);
  const { items, fresh, release, loading, more } = useFeed(live, held || away);
  const getItemKey = useCallback((index: number) => items[index]?.cardId ?? index, [items]);
  // oxlint-disable-next-line react-hooks/incompatible-library -- rows come without new props
  const virtual = useVirtualizer<HTMLElement, Element>({
    count: items.length,
    getScrollElement: () => scrollerOf(list.current),
    estimateSize: () => ROW_PX,
    getItemKey,
    overscan: 5,
    scrollMargin: margin,
    onChange: ({ scrollOffset, options }) => setAway((scrollOffset ?? 0) > options.scrollMargin + ROW_PX),
  });
  // What stands above the list comes and goes.
  const none = items.length === 0;
  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (none || scroller === null) return;
    const measure = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      setMargin(Math.round(top - scroller.getBoundingClientRect().top + scroller.scrollTop));
    };
    measure();
    const observer = new ResizeObserver(measure);
    for (const part of scroller.children) observer.observe(part);
    return () => observer.disconnect();
  }, [none]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - AHEAD) more();
  }, [last, items.length, more]);
  if (none && !loading) return null;
  return (
    <section aria-label={t('process.feed')}>
      <div className="feed-head">
        <h2 className="h-part">{t('process.feed')}</h2>
        {fresh > 0 && (
          <button
            type="button"
            className="btn sml"
            onClick={() => {
              release();
              virtual.scrollToOffset(0);
            }}
          >
            <ArrowUp className="i" aria-hidden />
            {t('process.fresh', { count: fresh })}
          </button>
        )}
      </div>
      <div
        ref={list}
        className="feed"
        role="list"
        aria-label={t('process.feed')}
        style={{ height: virtual.getTotalSize() }}
      >
        {rows.map(({ key, index, start }) => {
          const item = items[index];
          return item === undefined ? null : (
            <div
              key={key}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - margin}px)` }}
            >
              <FeedRow
                batch={batch.name}
                fields={batch.fields}
                item={item}
                place={placeOf(item.cardId)}
                waits={again.waits(item)}
                onAgain={again.one}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}
