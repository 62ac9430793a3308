import { Maximize, Minimize, Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { imageUrl } from '../api/urls.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useAgain } from '../parts/use-again.ts';
import type { Size } from './transform.ts';
import { useView } from './use-view.ts';

interface ViewerProps {
  batch: string;
  filename: string;
  /** Changes with every new scan of the card. */
  take?: number;
  /** False while it is known that the image has not been made: then it is not asked for. */
  made?: boolean;
}

/** One card image with real zoom: wheel, keys, buttons, drag and pinch, to 800 % and full screen. */
export function Viewer(props: ViewerProps) {
  // Another image starts fitted: its zoom would point anywhere.
  return <OneImage key={`${props.batch}/${props.filename}/${props.take ?? 0}`} {...props} />;
}

function OneImage({ batch, filename, take = 0, made = true }: ViewerProps) {
  const { t } = useTranslation();
  const again = useAgain();
  const [image, setImage] = useState<Size | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const view = useView(stage, image);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!view.key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="viewer" onKeyDown={onKeyDown}>
      <div
        ref={stage}
        className={view.canMove ? 'stage moves' : 'stage'}
        tabIndex={0}
        role="application"
        aria-label={t('viewer.image', { name: filename })}
        aria-roledescription={t('viewer.zoom')}
      >
        {made && !again.over && (
          <img
            key={again.tries}
            src={imageUrl(batch, filename, 'access', take * 100 + again.tries)}
            alt={t('viewer.image', { name: filename })}
            draggable={false}
            className={view.pixels ? 'pixels' : ''}
            style={view.style}
            onLoad={(event) => {
              const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
              setImage({ width, height });
            }}
            onError={again.later}
          />
        )}
        {image === null && (
          <p className="q sm late stage-say">{again.over ? t('viewer.missing') : t('viewer.waiting')}</p>
        )}
      </div>
      <Tools view={view} onFull={() => toggleFull(stage.current?.parentElement ?? null)} />
    </div>
  );
}

function Tools({ view, onFull }: { view: ReturnType<typeof useView>; onFull: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="viewer-tools" role="toolbar" aria-label={t('viewer.tools')}>
      <button
        type="button"
        className="btn sml icon ghost"
        aria-label={t('viewer.smaller')}
        title={`${t('viewer.smaller')} (−)`}
        onClick={() => view.key('-')}
      >
        <Minus className="i" aria-hidden />
      </button>
      <span className="num sm" style={{ minWidth: 48, textAlign: 'center' }} aria-live="polite">
        {view.scale === null ? '' : format.percent(view.scale * 100)}
      </span>
      <button
        type="button"
        className="btn sml icon ghost"
        aria-label={t('viewer.larger')}
        title={`${t('viewer.larger')} (+)`}
        onClick={() => view.key('+')}
      >
        <Plus className="i" aria-hidden />
      </button>
      <button type="button" className="btn sml ghost" title="0" onClick={() => view.key('0')}>
        {t('viewer.fit')}
      </button>
      <button type="button" className="btn sml ghost" title="1" onClick={() => view.key('1')}>
        {t('viewer.real')}
      </button>
      <button
        type="button"
        className="btn sml icon ghost"
        aria-label={t('viewer.full')}
        title={t('viewer.full')}
        onClick={onFull}
      >
        {document.fullscreenElement === null ? (
          <Maximize className="i" aria-hidden />
        ) : (
          <Minimize className="i" aria-hidden />
        )}
      </button>
    </div>
  );
}

function toggleFull(element: HTMLElement | null): void {
  const done = document.fullscreenElement === null ? element?.requestFullscreen() : document.exitFullscreen();
  // A browser may refuse; then the image stays where it is, which is no harm.
  done?.catch(() => undefined);
}
