import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { barsOf, drawerOf, type Mark, MARKS, nextRaised, pathOf } from './drawer.ts';
import type { QueueState } from './use-queue.ts';

const HEIGHT = 24;
const CLASSES: Record<Mark, string> = { waiting: 'w', verified: 'g', read: 'r', check: 'c', failed: 'f' };
/** Half the width of the pointer's head. */
const HEAD = 4;

interface StripProps {
  state: QueueState;
  /** The card that is looked at. */
  position: number;
  onCard: (position: number) => void;
}

/** The drawer seen from above, with a pointer at the card that is looked at. A click goes there, arrows go to what is raised. */
export function VerifyStrip({ state, position, onCard }: StripProps) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { drawer: cards, index } = state;
  const drawer = useMemo(
    () => (cards === null || index === null ? { positions: [], marks: [] } : drawerOf(cards, index)),
    [cards, index],
  );
  const bars = useMemo(() => barsOf(drawer.marks, width), [drawer, width]);
  const place = drawer.positions.indexOf(position);
  const x = (Math.floor(Math.max(0, place) / bars.perBar) + 0.5) * bars.pitch - 1;
  const say = (at: number): string =>
    t('verify.stripCard', {
      current: drawer.positions[at] ?? 0,
      state: t(`verify.strip.${drawer.marks[at] ?? 'waiting'}`),
    });
  /** The first card of a bar that can be looked at. */
  const cardAt = (event: MouseEvent): number => {
    const { left } = event.currentTarget.getBoundingClientRect();
    return Math.floor((event.clientX - left) / bars.pitch) * bars.perBar;
  };
  const readable = (at: number): boolean => ['verified', 'read', 'check'].includes(drawer.marks[at] ?? '');
  const onClick = (event: MouseEvent): void => {
    const first = cardAt(event);
    const of = Array.from({ length: bars.perBar }, (_, i) => first + i).filter(readable);
    const chosen = of.find((at) => drawer.marks[at] === 'check') ?? of[0];
    const to = chosen === undefined ? undefined : drawer.positions[chosen];
    if (to !== undefined) onCard(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowRight: nextRaised(drawer, position, 1),
      ArrowLeft: nextRaised(drawer, position, -1),
      Home: state.index?.cards[0]?.[0],
      End: state.index?.cards.at(-1)?.[0],
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to !== null) onCard(to);
  };
  return (
    <svg
      ref={svg}
      className="strip ver-strip"
      height={HEIGHT}
      role="slider"
      tabIndex={0}
      aria-label={t('verify.stripLabel')}
      aria-valuemin={1}
      aria-valuemax={drawer.positions.at(-1) ?? 1}
      aria-valuenow={position}
      aria-valuetext={place < 0 ? '' : say(place)}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        const title = event.currentTarget.querySelector('title');
        const at = cardAt(event);
        if (title !== null) title.textContent = at < drawer.marks.length ? say(at) : '';
      }}
    >
      <title />
      {MARKS.map((mark) => (
        <path key={mark} className={CLASSES[mark]} d={pathOf(bars, mark, HEIGHT)} />
      ))}
      {place >= 0 && (
        <path className="here" d={`M${x - HEAD} 0h${2 * HEAD}l${-HEAD} 5zM${x - 1} 0h2v${HEIGHT}h-2z`} />
      )}
    </svg>
  );
}
