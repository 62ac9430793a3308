import { type CSSProperties, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

import { fit, moveBy, type Point, type Size, type View, zoomTo } from './transform.ts';

const STEP = 1.3;
/** Screen pixels that an arrow key moves the image. */
const KEY_MOVE = 60;

/** The view of one image in one box, moved by wheel, keys, drag and pinch. Nothing is drawn again: only a CSS transform changes. */
export function useView(stage: RefObject<HTMLElement | null>, image: Size | null) {
  const [box, setBox] = useState<Size | null>(null);
  // null: fitted, and it stays fitted when the box changes.
  const [view, setView] = useState<View | null>(null);

  useLayoutEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const measure = (): void => setBox({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [stage]);

  const ready = image !== null && box !== null && box.width > 0 && box.height > 0;
  const shown = ready ? (view ?? fit(image, box)) : null;
  const change = (next: (view: View, image: Size, box: Size) => View): void => {
    if (!ready) return;
    setView((before) => next(before ?? fit(image, box), image, box));
  };
  const middle = (room: Size): Point => ({ x: room.width / 2, y: room.height / 2 });

  const by = (factor: number, at?: Point): void =>
    change((v, i, b) => zoomTo(v, v.scale * factor, at ?? middle(b), i, b));
  const move = (dx: number, dy: number): void => change((v, i, b) => moveBy(v, dx, dy, i, b));

  const keys: Record<string, () => void> = {
    '+': () => by(STEP),
    '=': () => by(STEP),
    '-': () => by(1 / STEP),
    '0': () => setView(null),
    '1': () => change((v, i, b) => zoomTo(v, 1 / devicePixelRatio, middle(b), i, b)),
    ArrowLeft: () => move(KEY_MOVE, 0),
    ArrowRight: () => move(-KEY_MOVE, 0),
    ArrowUp: () => move(0, KEY_MOVE),
    ArrowDown: () => move(0, -KEY_MOVE),
  };

  useGestures(stage, { by, move });

  const style: CSSProperties =
    shown === null || image === null
      ? { visibility: 'hidden' }
      : {
          width: image.width,
          height: image.height,
          transform: `translate(${shown.x}px, ${shown.y}px) scale(${shown.scale})`,
        };
  return {
    style,
    scale: shown?.scale ?? null,
    pixels: (shown?.scale ?? 0) >= 4,
    canMove: view !== null,
    /** @returns false when the key means nothing here. */
    key(name: string): boolean {
      const act = keys[name];
      const arrows = name.startsWith('Arrow') && view === null;
      if (act === undefined || arrows) return false;
      act();
      return true;
    },
  };
}

interface Gestures {
  by: (factor: number, at?: Point) => void;
  move: (dx: number, dy: number) => void;
}

function useGestures(stage: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  useEffect(() => {
    const element = stage.current;
    if (element === null) return;
    const fingers = new Map<number, Point>();
    const inside = (event: { clientX: number; clientY: number }): Point => {
      const { left, top } = element.getBoundingClientRect();
      return { x: event.clientX - left, y: event.clientY - top };
    };
    // Not passive: the page must not scroll while the image is zoomed.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      latest.current.by(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), inside(event));
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, inside(event));
      element.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent): void => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) return;
      const now = inside(event);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, now);
      if (other === undefined) latest.current.move(now.x - before.x, now.y - before.y);
      else latest.current.by(apart(now, other) / Math.max(1, apart(before, other)), between(now, other));
    };
    const onUp = (event: PointerEvent): void => {
      fingers.delete(event.pointerId);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
    };
  }, [stage]);
}

const apart = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
