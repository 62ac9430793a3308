import { type ReactNode, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Canvas, type Sheet, type ViewerHandle } from './canvas.tsx';
import { FullScreen } from './full-screen.tsx';
import type { KeptView, Light } from './open-zoom.ts';
import { AS_SCANNED } from './tools.tsx';
import type { LitWords, WordBox } from './word-boxes.tsx';

export type { Sheet, ViewerHandle } from './canvas.tsx';

interface ViewerProps {
  batch: string;
  filename: string;
  /** Changes with every new scan of the card. */
  take?: number;
  /** False while it is known that the image has not been made: then it is not asked for. */
  made?: boolean;
  words?: readonly WordBox[];
  lit?: LitWords;
  /** Brings what is lit into view. */
  follow?: boolean;
  /** The next image starts as the last one was looked at. */
  keepView?: boolean;
  onWord?: (place: number) => void;
  handle?: Ref<ViewerHandle>;
  /** A layer of the page's own over the image, in its pixels; `--px` there is one pixel of the screen. */
  renderOver?: (sheet: Sheet) => ReactNode;
  /** More tools of the page's own. */
  children?: ReactNode;
}

const NO_WORDS: readonly WordBox[] = [];
const NONE_LIT: LitWords = { words: [], unsure: [] };

/** One card image with deep zoom: wheel, keys, buttons, drag and pinch, to 800 %, turned, brightened, on the full screen. */
export function Viewer(props: ViewerProps) {
  const { batch, filename, take = 0, made = true, words = NO_WORDS, lit = NONE_LIT } = props;
  const { t } = useTranslation();
  const [light, setLight] = useState<Light>(AS_SCANNED);
  const [kept, setKept] = useState<KeptView | null>(null);
  const [full, setFull] = useState<KeptView | 'fit' | null>(null);
  // Another image starts fitted unless its page wants otherwise: its zoom would point anywhere.
  const key = `${batch}/${filename}/${take}`;
  const common = {
    batch,
    filename,
    take,
    made,
    words,
    lit,
    light,
    onLight: setLight,
    onWord: props.onWord ?? null,
    renderOver: props.renderOver,
  };
  const enlarge = (view: KeptView | null): void => setFull(view ?? 'fit');
  return (
    <>
      <Canvas
        key={key}
        {...common}
        full={false}
        follow={props.follow === true}
        start={props.keepView === true ? kept : null}
        handle={props.handle}
        onLeave={setKept}
        onFull={enlarge}
        onLens={(view) => {
          if (view !== null) setFull(view);
        }}
      >
        {props.children}
      </Canvas>
      {full !== null && (
        <FullScreen label={t('viewer.image', { name: filename })} onClose={() => setFull(null)}>
          <Canvas
            key={key}
            {...common}
            full
            follow={false}
            start={full === 'fit' ? null : full}
            onLeave={() => undefined}
            onFull={() => setFull(null)}
            onLens={() => setFull(null)}
          />
        </FullScreen>
      )}
    </>
  );
}
