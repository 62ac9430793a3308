import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';

import { imageUrl } from '../api/urls.ts';
import { useAgain } from '../parts/use-again.ts';
import { around, type Point, type Size, wordAt } from './geometry.ts';
import type { KeptView, Light, ZoomAction } from './open-zoom.ts';
import { Tools } from './tools.tsx';
import { useZoom } from './use-zoom.ts';
import { type LitWords, type WordBox, WordBoxes } from './word-boxes.tsx';

export interface ViewerHandle {
  /** Does what the key means on the image. @returns false when it means nothing here */
  key: (name: string) => boolean;
  /** Moves the focus to the words on the image. */
  toWords: () => void;
}

/** The image as a page's own layer over it sees it. */
export interface Sheet {
  readonly image: Size;
  /** A place in the window, in image pixels; null while there is no zoom. */
  readonly at: (place: { readonly clientX: number; readonly clientY: number }) => Point | null;
}

interface CanvasProps {
  batch: string;
  filename: string;
  take: number;
  made: boolean;
  words: readonly WordBox[];
  lit: LitWords;
  light: Light;
  full: boolean;
  follow: boolean;
  start: KeptView | null;
  handle?: Ref<ViewerHandle> | undefined;
  onWord: ((place: number) => void) | null;
  onLight: (light: Light) => void;
  onLeave: (view: KeptView | null) => void;
  onFull: (view: KeptView | null) => void;
  onLens: (view: KeptView | null) => void;
  renderOver?: ((sheet: Sheet) => ReactNode) | undefined;
  children?: ReactNode;
}

/** Fine print is read at twice its pixels. */
const LENS_SCALE = 2;

const KEYS: Record<string, ZoomAction> = {
  '+': 'larger',
  '=': 'larger',
  '-': 'smaller',
  '0': 'fit',
  '1': 'real',
  r: 'turn',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** One image on its stage, with its words over it and its tools below. */
export function Canvas(props: CanvasProps) {
  const { batch, filename, take, words, lit, onWord, onFull, onLens, follow } = props;
  const { t } = useTranslation();
  const again = useAgain();
  const [image, setImage] = useState<Size | null>(null);
  const [hovered, setHovered] = useState(-1);
  const [broken, setBroken] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const url = imageUrl(batch, filename, 'access', take * 100 + again.tries);
  const { zoom, state, shown } = useZoom({
    stage,
    layer,
    over,
    url,
    image,
    light: props.light,
    start: props.start,
    onClick: (at) => {
      const place = wordAt(words, at);
      if (place >= 0) onWord?.(place);
    },
    onClose: props.onLeave,
  });

  useEffect(() => {
    const target = follow && shown ? around(lit.words.flatMap((place) => words[place] ?? [])) : null;
    if (target !== null) zoom?.show(target);
  }, [zoom, shown, follow, lit, words]);

  // What lies over the image takes the pointer; the wheel goes on to the zoom, and moves no page.
  useEffect(() => {
    const element = over.current;
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      zoom?.wheel(event);
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, [zoom]);
  const at: Sheet['at'] = (place) => zoom?.at(place) ?? null;

  const key = (name: string): boolean => {
    const lower = name.length === 1 ? name.toLowerCase() : name;
    const action = KEYS[lower];
    if (action !== undefined) zoom?.do(action);
    else if (lower === 'f') onFull(zoom?.kept() ?? null);
    else if (lower === 'l') onLens(focused(zoom?.kept() ?? null));
    else return false;
    return true;
  };
  /** The lens goes to what is lit; without, to the middle of what is in view. */
  const focused = (view: KeptView | null): KeptView | null => {
    if (view === null) return null;
    const large = { ...view, fitted: false, scale: Math.max(LENS_SCALE, view.scale) };
    const target = around(lit.words.flatMap((place) => words[place] ?? []));
    if (target === null) return large;
    // What is broader than the screen is shown from where its reading begins.
    const half = (innerWidth / 2 / large.scale) * 0.92;
    const center = { x: target.x + Math.min(target.width / 2, half), y: target.y + target.height / 2 };
    return { ...large, center };
  };
  useImperativeHandle(props.handle, () => ({
    key,
    toWords: () =>
      box.current?.querySelector<HTMLElement>('[data-word-here="true"]')?.focus({ preventScroll: true }),
  }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    // A fitted image has nowhere to go: then the arrows scroll the page.
    if (event.key.startsWith('Arrow') && state?.fitted !== false) return;
    if (!key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={box} className={props.full ? 'viewer full' : 'viewer'} onKeyDown={onKeyDown}>
      <div
        className={`stage-box${state?.fitted === false ? ' moves' : ''}${hovered >= 0 ? ' on-word' : ''}`}
        tabIndex={0}
        role="application"
        aria-label={t('viewer.image', { name: filename })}
        aria-roledescription={t('viewer.zoom')}
        onPointerMove={(event) => {
          if (onWord === null || event.pointerType === 'touch') return;
          const { left, top } = event.currentTarget.getBoundingClientRect();
          const at = zoom?.toImage({ x: event.clientX - left, y: event.clientY - top });
          setHovered(at === null || at === undefined ? -1 : wordAt(words, at));
        }}
        onPointerLeave={() => setHovered(-1)}
      >
        {props.made && !again.over && (
          <img
            key={again.tries}
            src={url}
            alt={t('viewer.image', { name: filename })}
            draggable={false}
            className={`first${shown ? ' over' : ''}${broken ? ' broken' : ''}`}
            onLoad={(event) => {
              const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
              setImage({ width, height });
              setBroken(false);
            }}
            onError={() => {
              setBroken(true);
              again.later();
            }}
          />
        )}
        <div ref={stage} className="stage" />
        <div className="words" hidden={!shown}>
          <div ref={layer} className="word-layer" style={image ?? {}}>
            <WordBoxes words={words} lit={lit} hovered={hovered} onPick={onWord} />
          </div>
        </div>
        <div className="overs" hidden={!shown}>
          <div ref={over} className="word-layer" style={image ?? {}}>
            {image !== null && props.renderOver?.({ image, at })}
          </div>
        </div>
        {image === null && (
          <p className="q sm late stage-say">{again.over ? t('viewer.missing') : t('viewer.waiting')}</p>
        )}
      </div>
      <Tools
        scale={state?.scale ?? null}
        light={props.light}
        full={props.full}
        onDo={(action) => zoom?.do(action)}
        onLight={props.onLight}
        onFull={() => key('f')}
        onLens={() => key('l')}
      >
        {props.children}
      </Tools>
    </div>
  );
}
