import { type PointerEvent, useRef, useState } from 'react';

import type { Point } from '../../viewer/geometry.ts';
import type { Sheet } from '../../viewer/viewer.tsx';
import { type Corner, cornerAt, drawn, type Frame, level, moved, turnedTo } from './frame.ts';

/** What the pointer has hold of. */
type Grab =
  | { readonly kind: 'draw'; readonly from: Point }
  | { readonly kind: 'move'; readonly from: Point; readonly frame: Frame }
  | { readonly kind: 'corner'; readonly corner: Corner; readonly frame: Frame }
  | { readonly kind: 'turn'; readonly frame: Frame };
export type Hold =
  | { kind: 'draw' }
  | { kind: 'move'; frame: Frame }
  | { kind: 'turn'; frame: Frame }
  | { kind: 'corner'; corner: Corner; frame: Frame };

/** Screen pixels below which a press was no drag. */
const STILL = 6;

interface ZoneDrag {
  sheet: Sheet;
  /** Degrees by which the card lies askew. */
  tilt: number;
  onEnd: (frame: Frame, drew: boolean) => void;
}

/** One zone as it is drawn, moved, resized or turned by mouse, pen or finger; kept when the pointer is let go. */
export function useZoneDrag({ sheet, tilt, onEnd }: ZoneDrag) {
  const [live, setLive] = useState<Frame | null>(null);
  const grab = useRef<Grab | null>(null);
  const begun = useRef({ clientX: 0, clientY: 0 });

  const placeOf = (event: PointerEvent): Point | null => {
    const at = sheet.at(event);
    return at === null ? null : level(at, tilt, sheet.image);
  };
  const frameAt = (place: Point): Frame | null => {
    const held = grab.current;
    switch (held?.kind) {
      case undefined:
        return null;
      case 'draw':
        return drawn(held.from, place);
      case 'move':
        return moved(held.frame, { x: place.x - held.from.x, y: place.y - held.from.y });
      case 'corner':
        return cornerAt(held.frame, held.corner, place);
      case 'turn':
        return turnedTo(held.frame, place);
    }
  };
  const stop = (): void => {
    grab.current = null;
    setLive(null);
  };

  return {
    live,
    stop,
    /** Handlers of what can be taken hold of. */
    hold: (what: Hold) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>): void => {
        const from = event.button === 0 ? placeOf(event) : null;
        if (from === null) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = { clientX: event.clientX, clientY: event.clientY };
        grab.current = what.kind === 'corner' || what.kind === 'turn' ? what : { ...what, from };
      },
      onPointerMove: (event: PointerEvent): void => {
        const place = grab.current === null ? null : placeOf(event);
        if (place !== null) setLive(frameAt(place));
      },
      onPointerUp: (event: PointerEvent): void => {
        const held = grab.current;
        const place = held === null ? null : placeOf(event);
        const frame = place === null ? null : frameAt(place);
        const way = Math.hypot(event.clientX - begun.current.clientX, event.clientY - begun.current.clientY);
        stop();
        if (held !== null && frame !== null && way >= STILL) onEnd(frame, held.kind === 'draw');
      },
      onPointerCancel: stop,
    }),
  };
}
