import OpenSeadragon from 'openseadragon';

import { type Box, layOver, type Point, type Size } from './geometry.ts';

/** Screen pixels per image pixel, degrees clockwise, and whether the whole image is in view. */
export interface ZoomState {
  readonly scale: number;
  readonly angle: number;
  readonly fitted: boolean;
}
/** A view to come back to; `center` in image pixels. */
export interface KeptView extends ZoomState {
  readonly center: Point;
}
/** Factors, 1 as scanned. */
export interface Light {
  readonly brightness: number;
  readonly contrast: number;
}

interface ZoomDeps {
  element: HTMLElement;
  /** What lies over the image in its pixels; it is moved with it. */
  layers: readonly HTMLElement[];
  url: string;
  image: Size;
  start: KeptView | null;
  onShown: () => void;
  onFailed: () => void;
  onState: (state: ZoomState) => void;
  /** A click without a drag, in image pixels. */
  onClick: (at: Point) => void;
}

/** 800 %: the dots of a stamp become visible; beyond it only pixels would grow. */
const MAX_SCALE = 8;
const STEP = 1.3;
/** Screen pixels that an arrow key moves the image. */
const KEY_MOVE = 60;
/** From here on single pixels are to be seen, not a blur of them. */
const PIXELS_FROM = 4;

/** Screen pixels; on a narrower stage a whole card is too small to read. */
const SMALL_STAGE = 600;

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Deep zoom over one image, OpenSeadragon behind it. Its own buttons and keys are off: ours have words in two languages. */
export function openZoom(deps: ZoomDeps) {
  const { element, layers, image } = deps;
  const gestures = { clickToZoom: false, dblClickToZoom: true, flickEnabled: false };
  const viewer = OpenSeadragon({
    element,
    tileSources: { type: 'image', url: deps.url },
    // One image of a few megapixels: the plain canvas draws it everywhere alike and holds no graphics memory.
    drawer: 'canvas',
    showNavigationControl: false,
    showNavigator: false,
    maxZoomPixelRatio: MAX_SCALE,
    minZoomImageRatio: 1,
    visibilityRatio: 0.4,
    constrainDuringPan: true,
    animationTime: calm() ? 0 : 0.28,
    zoomPerScroll: 1.25,
    gestureSettingsMouse: gestures,
    gestureSettingsTouch: { ...gestures, pinchToZoom: true },
    gestureSettingsPen: gestures,
  });
  // The stage around it takes focus and keys.
  viewer.canvas.removeAttribute('tabindex');
  const { viewport } = viewer;
  let smooth = true;
  let light: Light = { brightness: 1, contrast: 1 };

  const item = (): OpenSeadragon.TiledImage | null =>
    viewer.world.getItemCount() > 0 ? viewer.world.getItemAt(0) : null;
  /** @param current as it is drawn now, else where a running move ends */
  const state = (current = false): ZoomState => {
    const scale = viewport.viewportToImageZoom(viewport.getZoom(current));
    const home = viewport.viewportToImageZoom(viewport.getHomeZoom());
    return {
      scale,
      angle: ((viewport.getRotation(current) % 360) + 360) % 360,
      fitted: scale <= home * 1.01,
    };
  };
  const place = (): void => {
    const tiled = item();
    if (tiled === null) return;
    const at = (x: number, y: number): Point =>
      tiled.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
    const { scale } = state(true);
    const transform = layOver(image, at(0, 0), at(image.width, 0), at(0, image.height));
    for (const layer of layers) {
      layer.style.transform = transform;
      layer.style.setProperty('--px', String(1 / scale));
    }
    const wanted = scale < PIXELS_FROM;
    if (wanted !== smooth) {
      smooth = wanted;
      viewer.drawer.setImageSmoothingEnabled(smooth);
    }
  };
  const say = (): void => deps.onState(state());
  const showLight = (): void => {
    const drawn = viewer.drawer.canvas;
    const { brightness, contrast } = light;
    if (drawn instanceof HTMLElement)
      drawn.style.filter =
        brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`;
  };
  const lookAt = (center: Point, scale: number, at = calm()): void => {
    viewport.zoomTo(viewport.imageToViewportZoom(scale), undefined, at);
    viewport.panTo(viewport.imageToViewportCoordinates(center.x, center.y), at);
  };
  const pan = (x: number, y: number): void => {
    viewport.panBy(viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y)));
    viewport.applyConstraints();
  };
  const center = (): Point => viewport.viewportToImageCoordinates(viewport.getCenter());
  const actions = {
    larger: () => void viewport.zoomBy(STEP).applyConstraints(),
    smaller: () => void viewport.zoomBy(1 / STEP).applyConstraints(),
    fit: () => void viewport.goHome(calm()),
    /** One pixel of the image on one of the screen. */
    real: () => lookAt(center(), 1 / devicePixelRatio),
    turn: () => void viewport.rotateBy(90, undefined, calm()),
    left: () => pan(-KEY_MOVE, 0),
    right: () => pan(KEY_MOVE, 0),
    up: () => pan(0, -KEY_MOVE),
    down: () => pan(0, KEY_MOVE),
  };

  viewer.addHandler('open', () => {
    const { start } = deps;
    if (start !== null) {
      viewport.setRotation(start.angle, true);
      if (start.fitted) viewport.goHome(true);
      else lookAt(start.center, start.scale, true);
    }
    showLight();
    place();
    say();
  });
  viewer.addHandler('open-failed', deps.onFailed);
  viewer.addOnceHandler('tile-drawn', deps.onShown);
  viewer.addHandler('update-viewport', place);
  for (const name of ['zoom', 'pan', 'rotate', 'resize', 'animation-finish'] as const)
    viewer.addHandler(name, say);
  viewer.addHandler('canvas-click', (event) => {
    const at = event.quick ? item()?.viewerElementToImageCoordinates(event.position) : undefined;
    if (at !== undefined) deps.onClick(at);
  });

  return {
    do: (name: keyof typeof actions): void => {
      if (item() !== null) actions[name]();
    },
    /** Brings a part of the image into view. How large is the reader's choice; only on a small screen it comes large enough to read. */
    show: (box: Box): void => {
      if (item() === null) return;
      const { width, height } = element.getBoundingClientRect();
      const now = state();
      const y = box.y + box.height / 2;
      if (width < SMALL_STAGE) {
        const room = Math.min(
          (width * 0.92) / Math.max(1, box.width),
          (height * 0.8) / Math.max(1, box.height),
        );
        lookAt({ x: box.x + box.width / 2, y }, Math.min(room, Math.max(1, now.scale)));
      } else if (!now.fitted) {
        // What is broader than the view is shown from where its reading begins.
        const half = width / 2 / now.scale;
        lookAt({ x: box.x + Math.min(box.width / 2, half * 0.92), y }, now.scale);
      } else return;
      viewport.applyConstraints();
    },
    light: (next: Light): void => {
      light = next;
      showLight();
    },
    toImage: (at: Point): Point | null => {
      return item()?.viewerElementToImageCoordinates(new OpenSeadragon.Point(at.x, at.y)) ?? null;
    },
    /** A place in the window, in image pixels. */
    at: ({ clientX, clientY }: { clientX: number; clientY: number }): Point | null => {
      const { left, top } = element.getBoundingClientRect();
      const place = new OpenSeadragon.Point(clientX - left, clientY - top);
      return item()?.viewerElementToImageCoordinates(place) ?? null;
    },
    /** A turn of the wheel that something over the image took. */
    wheel: (event: WheelEvent): void => {
      viewer.canvas.dispatchEvent(new WheelEvent('wheel', event));
    },
    kept: (): KeptView | null => (item() === null ? null : { ...state(), center: center() }),
    close: (): void => viewer.destroy(),
  };
}
export type Zoom = ReturnType<typeof openZoom>;
export type ZoomAction = Parameters<Zoom['do']>[0];
