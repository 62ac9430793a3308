import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { barsOf, type Drawer, type Mark, MARKS, nextRaised, pathOf, rankOf } from './marks.ts';

const CLASSES: Record<Mark, string> = {
  waiting: 'w',
  cancelled: 'x',
  verified: 'g',
  read: 'r',
  reading: 'n',
  check: 'c',
  failed: 'f',
};
/** Half the width of the pointer's head. */
const HEAD = 4;

interface StripProps {
  drawer: Drawer;
  height: number;
  label: string;
  /** The card that the pointer stands at; 0: none. */
  position: number;
  /** Cards that can be gone to at all, and those that the arrows lead to. */
  open: readonly Mark[];
  raised: readonly Mark[];
  /** The arrows went to a card. */
  onMove: (position: number) => void;
  /** A card was clicked, or Enter pressed at it. */
  onPick: (position: number) => void;
}

/** The batch seen from above, in card order. A click goes to a card, arrows go to what is raised. */
export function DrawerStrip(props: StripProps) {
  const { drawer, height, label, position, open, raised, onMove, onPick } = props;
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const width = useWidth(svg);
  const bars = useMemo(() => barsOf(drawer.marks, width), [drawer, width]);
  const { perBar, pitch } = bars;
  const place = drawer.positions.indexOf(position);
  const x = (Math.floor(Math.max(0, place) / perBar) + 0.5) * pitch - 1;
  const card = (at: number): string =>
    t('drawer.card', {
      current: drawer.positions[at] ?? 0,
      state: t(`drawer.state.${drawer.marks[at] ?? 'waiting'}`),
    });
  const barAt = (event: MouseEvent): number =>
    Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left) / pitch);
  const bar = (at: number): string => {
    const mark = bars.bars[at];
    if (mark === undefined) return '';
    const first = at * perBar;
    const last = Math.min(first + perBar, drawer.positions.length) - 1;
    if (first === last) return card(first);
    const [from = 0, to = 0] = [drawer.positions[first], drawer.positions[last]];
    return t('drawer.cards', { first: from, last: to, state: t(`drawer.state.${mark}`) });
  };
  /** The first of the worst cards of the bar that can be gone to. */
  const onClick = (event: MouseEvent): void => {
    const first = barAt(event) * perBar;
    const [chosen] = drawer.marks
      .slice(first, first + perBar)
      .flatMap((mark, i) => (open.includes(mark) ? { mark, at: first + i } : []))
      .toSorted((a, b) => rankOf(b.mark) - rankOf(a.mark));
    const to = chosen === undefined ? undefined : drawer.positions[chosen.at];
    if (to !== undefined) onPick(to);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys: Record<string, () => void> = {
      ArrowRight: () => move(nextRaised(drawer, position, 1, raised)),
      ArrowLeft: () => move(nextRaised(drawer, position, -1, raised)),
      Home: () => move(nextRaised(drawer, 0, 1, open)),
      End: () => move(nextRaised(drawer, 0, -1, open)),
      Enter: () => place >= 0 && onPick(position),
    };
    const key = keys[event.key];
    if (key === undefined) return;
    event.preventDefault();
    key();
  };
  const move = (to: number | null): void => {
    if (to !== null) onMove(to);
  };
  return (
    <svg
      ref={svg}
      className="strip"
      height={height}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={place < 0 ? 0 : 1}
      aria-valuemax={drawer.positions.at(-1) ?? 1}
      aria-valuenow={place < 0 ? 0 : position}
      aria-valuetext={place < 0 ? t('drawer.nowhere') : card(place)}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        const title = event.currentTarget.querySelector('title');
        if (title !== null) title.textContent = bar(barAt(event));
      }}
    >
      <title />
      {MARKS.map((mark) => (
        <path key={mark} className={CLASSES[mark]} d={pathOf(bars, mark, height)} />
      ))}
      {place >= 0 && (
        <path className="here" d={`M${x - HEAD} 0h${2 * HEAD}l${-HEAD} 5zM${x - 1} 0h2v${height}h-2z`} />
      )}
    </svg>
  );
}

function useWidth(of: { readonly current: Element | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = of.current;
    if (element === null) return;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [of]);
  return width;
}
