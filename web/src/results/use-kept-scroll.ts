import { type RefObject, useEffect } from 'react';
import { useLocation } from 'react-router';

const MOST = 50;
/** How far the latest entries of the history were scrolled; the pages scroll inside, which browsers do not keep. */
const places = new Map<string, number>();

/** Who comes back finds the rows where they were. */
export function useKeptScroll(inside: RefObject<HTMLElement | null>): void {
  const { key } = useLocation();
  useEffect(() => {
    const scroller = inside.current?.closest('main');
    if (scroller === null || scroller === undefined) return;
    const place = places.get(key);
    const frame = requestAnimationFrame(() => {
      if (place !== undefined) scroller.scrollTop = place;
    });
    const keep = (): void => {
      places.delete(key);
      places.set(key, scroller.scrollTop);
      const [oldest] = places.keys();
      if (places.size > MOST && oldest !== undefined) places.delete(oldest);
    };
    if (place === undefined) keep();
    scroller.addEventListener('scroll', keep, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      scroller.removeEventListener('scroll', keep);
    };
  }, [inside, key]);
}
