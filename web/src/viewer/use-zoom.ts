import { type RefObject, useEffect, useRef, useState } from 'react';

import type { Point, Size } from './geometry.ts';
import type { KeptView, Light, Zoom, ZoomState } from './open-zoom.ts';

interface ZoomUse {
  stage: RefObject<HTMLElement | null>;
  layer: RefObject<HTMLElement | null>;
  over: RefObject<HTMLElement | null>;
  url: string;
  /** Null until the image is there. */
  image: Size | null;
  light: Light;
  start: KeptView | null;
  onClick: (at: Point) => void;
  onClose: (view: KeptView | null) => void;
}

/** Lays deep zoom over the stage as soon as image and code are there; until then the plain image is shown. */
export function useZoom(use: ZoomUse): { zoom: Zoom | null; state: ZoomState | null; shown: boolean } {
  const { stage, layer, over, url, image, light } = use;
  const [zoom, setZoom] = useState<Zoom | null>(null);
  const [state, setState] = useState<ZoomState | null>(null);
  const [shown, setShown] = useState(false);
  const latest = useRef(use);
  useEffect(() => {
    latest.current = use;
  });
  useEffect(() => {
    const [element, words, own] = [stage.current, layer.current, over.current];
    if (element === null || words === null || own === null || image === null) return;
    let gone = false;
    let opened: Zoom | null = null;
    const open = async (): Promise<void> => {
      // A chunk of its own: pages without a card do not load it.
      const { openZoom } = await import('./open-zoom.ts');
      if (gone) return;
      opened = openZoom({
        element,
        layers: [words, own],
        url,
        image,
        start: latest.current.start,
        onShown: () => setShown(true),
        onFailed: () => setShown(false),
        onState: setState,
        onClick: (at) => latest.current.onClick(at),
      });
      opened.light(latest.current.light);
      setZoom(opened);
    };
    // Without the code (a server that was updated, a lost line) the plain image stays, whole.
    open().catch(() => undefined);
    return () => {
      gone = true;
      if (opened !== null) latest.current.onClose(opened.kept());
      opened?.close();
      setZoom(null);
      setShown(false);
    };
  }, [stage, layer, over, url, image]);
  useEffect(() => zoom?.light(light), [zoom, light]);
  return { zoom, state, shown };
}
