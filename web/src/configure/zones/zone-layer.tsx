import type { Zone } from '@cardmill/contracts';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Point } from '../../viewer/geometry.ts';
import type { Sheet } from '../../viewer/viewer.tsx';
import type { FieldRow } from '../field-rows.ts';
import { boxOf, sideOf } from './frame-box.ts';
import { type Frame, frameOf, inTheMiddle, zoneOf } from './frame.ts';
import { OpenZone } from './open-zone.tsx';
import { useZoneDrag } from './use-zone-drag.ts';

/** What the card is there for just now: to be looked at, to have a zone drawn on it, or a word chosen that a zone counts from. */
export type DeskMode = 'look' | 'draw' | 'anchor';

export interface ZoneLayerProps {
  sheet: Sheet;
  /** Degrees by which the lines of the card fall to the right. */
  tilt: number;
  rows: readonly FieldRow[];
  open: number | null;
  mode: DeskMode;
  /** Null: it is only shown. */
  onZone: ((id: number, zone: Zone | null) => void) | null;
  /** Where a zone is counted from on this card; null when its anchor is not known here. */
  originOf: (zone: Zone) => Point | null;
  onOpen: (id: number) => void;
  onMode: (mode: DeskMode) => void;
}

/** The zones of all fields on the card; the open field's can be drawn, moved, resized and turned. */
export function ZoneLayer(props: ZoneLayerProps) {
  const { sheet, tilt, rows, open, mode, originOf, onZone } = props;
  const { t } = useTranslation();
  const { image } = sheet;
  const layer = useRef<HTMLDivElement>(null);
  const before = useRef<DeskMode>('look');
  const row = rows.find(({ id }) => id === open);

  const keep = (frame: Frame): void => {
    if (row === undefined) return;
    const { zone } = row;
    const at = zone?.anchor === undefined ? null : originOf(zone);
    onZone?.(
      row.id,
      zoneOf(frame, image, zone?.anchor === undefined || at === null ? null : { text: zone.anchor, at }),
    );
  };
  const done = (frame: Frame): void => {
    keep(frame);
    props.onMode('look');
  };
  const drag = useZoneDrag({ sheet, tilt, onEnd: (frame, drew) => (drew ? done(frame) : keep(frame)) });

  // Who asked to draw may do so by keyboard; who is done goes on with what there is now.
  const focus = (what: string): boolean => {
    const found = layer.current?.querySelector<HTMLElement>(what) ?? null;
    found?.focus({ preventScroll: true });
    return found !== null;
  };
  const focusCard = (): void =>
    layer.current?.closest<HTMLElement>('.stage-box')?.focus({ preventScroll: true });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = mode;
    if (mode === was) return;
    if (mode === 'draw') focus('.zone-sheet');
    // Only where what had the focus is gone: who went on elsewhere is left there.
    else if (mode === 'look' && document.activeElement === document.body && !focus('.zone.on')) focusCard();
  });

  const shown = rows.flatMap((other, place) => {
    const origin = other.zone === null ? null : originOf(other.zone);
    return other.zone === null || origin === null
      ? []
      : [{ row: other, place: place + 1, frame: frameOf(other.zone, image, origin) }];
  });
  const own = shown.find((zone) => zone.row.id === open);
  const name = (other: FieldRow): string => other.label.trim() || t('configure.unnamed');

  return (
    <div
      ref={layer}
      className={`zones ${mode}`}
      style={{ ...image, transform: tilt === 0 ? '' : `rotate(${tilt}deg)` }}
    >
      {shown.map((zone) =>
        zone.row.id === open ? null : (
          <div key={zone.row.id} className={`zone ${sideOf(zone.frame, image)}`} style={boxOf(zone.frame)}>
            <button
              type="button"
              className="zone-tag"
              title={t('configure.open', { name: name(zone.row) })}
              onClick={() => props.onOpen(zone.row.id)}
            >
              <b>{zone.place}</b> {name(zone.row)}
            </button>
          </div>
        ),
      )}
      {own !== undefined && row !== undefined && mode !== 'draw' && (
        <OpenZone
          frame={drag.live ?? own.frame}
          name={name(row)}
          place={own.place}
          image={image}
          hold={drag.hold}
          onFrame={onZone === null ? null : keep}
          onRemove={() => {
            onZone?.(row.id, null);
            focusCard();
          }}
        />
      )}
      {mode === 'draw' && row !== undefined && (
        <div
          className="zone-sheet"
          tabIndex={0}
          role="group"
          aria-label={t('configure.drawHow', { name: name(row) })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') done(inTheMiddle(image));
            else if (event.key === 'Escape') {
              drag.stop();
              props.onMode('look');
            } else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          {...drag.hold({ kind: 'draw' })}
        >
          {drag.live !== null && <div className="zone on" style={boxOf(drag.live)} />}
        </div>
      )}
    </div>
  );
}
