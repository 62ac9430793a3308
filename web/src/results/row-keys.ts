import type { Virtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent } from 'react';

/** Frames within which a row that was scrolled to is in the document. */
const FRAMES = 10;

/** Arrows, Home and End go from row to row, also to rows that are not in the document yet. */
export function rowKeys(virtual: Virtualizer<HTMLElement, Element>, count: number) {
  const focus = (list: HTMLElement, index: number, frames: number): void => {
    const button = list.querySelector<HTMLElement>(`[data-index="${index}"] [data-position]`);
    if (button !== null) button.focus({ preventScroll: true });
    else if (frames > 0) requestAnimationFrame(() => focus(list, index, frames - 1));
  };
  return (event: KeyboardEvent<HTMLElement>): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || !target.hasAttribute('data-position')) return;
    const here = Number(target.closest<HTMLElement>('[data-index]')?.dataset['index'] ?? -1);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: count - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (next < 0 || next >= count) return;
    virtual.scrollToIndex(next, { align: 'auto' });
    focus(event.currentTarget, next, FRAMES);
  };
}
