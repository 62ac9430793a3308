import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../i18n/use-format.ts';
import type { Point, Size } from '../../viewer/geometry.ts';
import { boxOf, sideOf } from './frame-box.ts';
import { type Corner, type Frame, grown, moved, turnedBy } from './frame.ts';
import type { Hold, useZoneDrag } from './use-zone-drag.ts';

/** Share of the card's width that one press of an arrow key moves or resizes. */
const STEP = 0.004;
const CORNERS: readonly Corner[] = [
  { x: -1, y: -1 },
  { x: 1, y: -1 },
  { x: -1, y: 1 },
  { x: 1, y: 1 },
];
const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

interface OpenZoneProps {
  frame: Frame;
  name: string;
  place: number;
  image: Size;
  hold: ReturnType<typeof useZoneDrag>['hold'];
  /** Null: it is only shown. */
  onFrame: ((frame: Frame) => void) | null;
  onRemove: () => void;
}

/** The zone of the open field: dragged, or moved by arrows, resized with Shift, turned by [ and ], removed by Delete. */
export function OpenZone({ frame, name, place, image, hold, onFrame, onRemove }: OpenZoneProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [said, setSaid] = useState('');
  const say = ({ middle, width, height, angle }: Frame): string =>
    t('configure.zoneAt', {
      x: format.percent(((middle.x - width / 2) / image.width) * 100),
      y: format.percent(((middle.y - height / 2) / image.height) * 100),
      width: format.percent((width / image.width) * 100),
      height: format.percent((height / image.height) * 100),
      angle: format.number(Math.round(angle * 10) / 10),
    });
  const tag = (
    <span className="zone-tag">
      <b>{place}</b>
      {name}
    </span>
  );
  if (onFrame === null) {
    return (
      <div className={`zone on shown ${sideOf(frame, image)}`} style={boxOf(frame)}>
        {tag}
      </div>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = byKey(frame, event, image.width * STEP);
    if (next !== null) {
      onFrame(next);
      setSaid(say(next));
    } else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const grip = (what: Hold, key: string) => (
    <span key={key} aria-hidden className={`zone-grip ${key}`} {...hold(what)} />
  );
  return (
    <div
      className={`zone on ${sideOf(frame, image)}`}
      style={boxOf(frame)}
      tabIndex={0}
      role="group"
      aria-roledescription={t('configure.zone')}
      aria-label={`${t('configure.zoneOf', { name })}: ${say(frame)}`}
      title={t('configure.zoneKeys')}
      onKeyDown={onKeyDown}
      {...hold({ kind: 'move', frame })}
    >
      {tag}
      {CORNERS.map((corner) =>
        grip({ kind: 'corner', corner, frame }, `c${corner.y < 0 ? 't' : 'b'}${corner.x < 0 ? 'l' : 'r'}`),
      )}
      {grip({ kind: 'turn', frame }, 'turn')}
      <span className="sr-only" role="status">
        {said}
      </span>
    </div>
  );
}

function byKey(frame: Frame, { key, shiftKey }: KeyboardEvent, step: number): Frame | null {
  // Where brackets need a third key, AltGr, the key is a bracket all the same.
  if (key === '[') return turnedBy(frame, -1);
  if (key === ']') return turnedBy(frame, 1);
  const way = ARROWS[key];
  if (way === undefined) return null;
  const by = { x: way.x * step, y: way.y * step };
  return shiftKey ? grown(frame, by) : moved(frame, by);
}
