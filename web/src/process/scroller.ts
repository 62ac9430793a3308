/** What scrolls an element: the column it stands in where there is room for one, else the page. */
export function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  const side = element?.closest<HTMLElement>('.proc-side') ?? null;
  if (side !== null && getComputedStyle(side).overflowY === 'auto') return side;
  return element?.closest('main') ?? null;
}
