import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

import { type FieldRow, moveRow, placeRow } from './field-rows.ts';

/** A row that is in the hand: by pointer, with how far it is from where it lay, or by keyboard. */
export interface Lifted {
  readonly id: number;
  /** Pixels; null by keyboard: then the list itself is in the new order already. */
  readonly by: number | null;
  /** Place among the rows, counted from 0, where it would be dropped. */
  readonly to: number;
}

interface Reorder {
  rows: readonly FieldRow[];
  onChange: (rows: readonly FieldRow[]) => void;
  /** The `li`s in order lie in it. */
  list: RefObject<HTMLOListElement | null>;
  say: (what: 'lifted' | 'moved' | 'dropped' | 'back', row: FieldRow, place: number) => void;
}

/** Pixels from the end of the view within which a row that is held scrolls it. */
const EDGE = 48;
const SCROLL = 14;

const gripOf = (list: HTMLOListElement | null, id: number): HTMLElement | null =>
  list?.querySelector<HTMLElement>(`[data-grip="${id}"]`) ?? null;

/**
 * Rows put in another order by a grip: dragged by the pointer, or lifted by Space, moved by arrows, dropped by Space, put
 * back by Esc. By pointer the order changes when the row is let go: nothing slides below the pointer.
 */
export function useReorder({ rows, onChange, list, say }: Reorder) {
  const [lifted, setLifted] = useState<Lifted | null>(null);
  const before = useRef<readonly FieldRow[]>(rows);
  const from = useRef(0);
  const follow = useRef<number | null>(null);
  const placeOf = (id: number, all = rows): number => all.findIndex((row) => row.id === id);

  // Moved in the document, an element loses the focus.
  useLayoutEffect(() => {
    if (follow.current === null) return;
    gripOf(list.current, follow.current)?.focus({ preventScroll: false });
    follow.current = null;
  });

  const step = (row: FieldRow, by: -1 | 1): void => {
    const next = moveRow(rows, row.id, by);
    if (next === rows) return;
    follow.current = row.id;
    onChange(next);
    say('moved', row, placeOf(row.id, next));
  };

  const onKeyDown = (event: KeyboardEvent, row: FieldRow): void => {
    const held = lifted?.id === row.id && lifted.by === null;
    if (event.key === ' ' || (held && event.key === 'Enter')) {
      if (held) say('dropped', row, placeOf(row.id));
      else {
        before.current = rows;
        say('lifted', row, placeOf(row.id));
      }
      setLifted(held ? null : { id: row.id, by: null, to: placeOf(row.id) });
    } else if (held && event.key === 'Escape') {
      setLifted(null);
      follow.current = row.id;
      onChange(before.current);
      say('back', row, placeOf(row.id, before.current));
    } else if (held && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      step(row, event.key === 'ArrowUp' ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The place whose row's middle lies nearest to the pointer. */
  const placeAt = (y: number): number => {
    const items = [...(list.current?.children ?? [])];
    let found = 0;
    let least = Number.POSITIVE_INFINITY;
    items.forEach((item, place) => {
      // The row that is held has left its place: what counts is where that was.
      const { top, height } = item.getBoundingClientRect();
      const away = Math.abs(
        y - (top + height / 2) + (place === placeOf(lifted?.id ?? -1) ? (lifted?.by ?? 0) : 0),
      );
      if (away < least) [found, least] = [place, away];
    });
    return found;
  };

  const drag = (row: FieldRow) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      from.current = event.clientY;
      setLifted({ id: row.id, by: 0, to: placeOf(row.id) });
    },
    onPointerMove: (event: PointerEvent): void => {
      if (lifted?.id !== row.id || lifted.by === null) return;
      const pane = list.current?.closest('.pane');
      const view = pane?.getBoundingClientRect();
      if (pane !== undefined && pane !== null && view !== undefined) {
        const way = event.clientY < view.top + EDGE ? -1 : event.clientY > view.bottom - EDGE ? 1 : 0;
        const seen = pane.scrollTop;
        if (way !== 0) pane.scrollTop += way * SCROLL;
        from.current -= pane.scrollTop - seen;
      }
      setLifted({ id: row.id, by: event.clientY - from.current, to: placeAt(event.clientY) });
    },
    onPointerUp: (): void => {
      if (lifted?.id !== row.id || lifted.by === null) return;
      setLifted(null);
      const next = placeRow(rows, row.id, lifted.to);
      if (next === rows) return;
      onChange(next);
      say('dropped', row, lifted.to);
    },
    onPointerCancel: (): void => setLifted(null),
  });

  return {
    lifted,
    step,
    grip: (row: FieldRow) => ({
      'data-grip': row.id,
      onKeyDown: (event: KeyboardEvent) => {
        if (lifted !== null && lifted.by !== null && event.key === 'Escape') setLifted(null);
        else onKeyDown(event, row);
      },
      // Left by the tabulator or a click elsewhere, it lies where it is.
      onBlur: () => {
        if (lifted?.id === row.id && lifted.by === null && follow.current === null) setLifted(null);
      },
      ...drag(row),
    }),
  };
}
