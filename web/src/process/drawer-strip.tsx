import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import { type Bar, pathOf, pitchFor, toBars } from './strip.ts';

const CLASSES: Record<Bar, string> = { waiting: 'w', cancelled: 'x', read: 'r', reading: 'n', failed: 'f' };
const KINDS: readonly Bar[] = ['waiting', 'cancelled', 'read', 'reading', 'failed'];
const HEIGHT = 56;

interface StripProps {
  cards: readonly Bar[];
  /** Called with the place (from 0) of the first card of the bar that was picked. */
  onPick: (place: number) => void;
}

/** The batch seen from above, in card order. */
export function DrawerStrip({ cards, onPick }: StripProps) {
  const { t } = useTranslation();
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = svg.current;
    if (element === null) return;
    const measure = (): void => setWidth(element.getBoundingClientRect().width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { bars, perBar } = toBars(cards, width);
  const pitch = pitchFor(bars.length, width);
  const count = (kind: Bar): number => cards.filter((card) => card === kind).length;
  const say = t('process.stripSay', {
    read: count('read'),
    notRead: count('failed'),
    reading: count('reading'),
    waiting: count('waiting'),
  });
  return (
    <svg
      ref={svg}
      className="strip"
      height={HEIGHT}
      role="img"
      aria-label={`${t('process.strip')}: ${say}`}
      onClick={(event) => {
        const { left } = event.currentTarget.getBoundingClientRect();
        const bar = Math.floor((event.clientX - left) / pitch);
        if (bar < bars.length) onPick(bar * perBar);
      }}
    >
      {KINDS.map((kind) => (
        <path key={kind} className={CLASSES[kind]} d={pathOf(bars, kind, pitch, HEIGHT)} />
      ))}
    </svg>
  );
}

export function Legend({ counts }: { counts: Record<Bar, number> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [
    { kind: 'read', word: t('process.read'), color: 'var(--strip-1)', height: 9 },
    { kind: 'failed', word: t('process.notRead'), color: 'var(--bad-fill)', height: 15 },
    { kind: 'reading', word: t('process.beingRead'), color: 'var(--ink)', height: 12 },
    { kind: 'waiting', word: t('process.waiting'), color: 'var(--strip-0)', height: 9 },
    { kind: 'cancelled', word: t('process.cancelled'), color: 'var(--strip-0)', height: 5 },
  ] as const;
  return (
    <div className="leg">
      {parts
        .filter(({ kind }) => counts[kind] > 0 || kind === 'read')
        .map(({ kind, word, color, height }) => (
          <span key={kind}>
            <i style={{ height, background: color }} />
            {word} <b>{format.number(counts[kind])}</b>
          </span>
        ))}
    </div>
  );
}
