import type { TryCard, Zone } from '@cardmill/contracts';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Viewer, type ViewerHandle } from '../viewer/viewer.tsx';
import type { WordBox } from '../viewer/word-boxes.tsx';
import type { FieldRow } from './field-rows.ts';
import { litFor } from './trial/found.ts';
import type { Sample } from './trial/use-sample.ts';
import { useKept } from './use-kept.ts';
import { originOn } from './zones/places.ts';
import { type DeskMode, ZoneLayer } from './zones/zone-layer.tsx';

interface CardDeskProps {
  batch: string;
  sample: Sample;
  /** What the set-up gives for the card in view, once it was tried. */
  tried: TryCard | undefined;
  rows: readonly FieldRow[];
  open: number | null;
  /** Key of the open field. */
  openKey: string | undefined;
  mode: DeskMode;
  onMode: (mode: DeskMode) => void;
  onOpen: (id: number) => void;
  /** Null: zones are only shown. */
  onZone: ((id: number, zone: Zone | null) => void) | null;
  onAnchor: (word: WordBox) => void;
}

const NO_WORDS: readonly WordBox[] = [];

/** A card of this batch beside its fields: their zones drawn on it, the words of the open field lit. */
export function CardDesk(props: CardDeskProps) {
  const { batch, sample, tried, mode, onMode } = props;
  const { t } = useTranslation();
  const [zones, setZones] = useKept('zones', batch, true);
  const desk = useRef<HTMLElement>(null);
  const viewer = useRef<ViewerHandle>(null);
  const { card } = sample;

  // On a narrow page the card is above the form: whoever is to draw on it has to see it.
  useEffect(() => {
    if (mode === 'look') return;
    desk.current?.scrollIntoView({ block: 'nearest' });
    if (mode === 'anchor') viewer.current?.toWords();
  }, [mode]);

  if (card === undefined) {
    return (
      <section className="desk samp" aria-label={t('configure.sample')}>
        <p className="q sm samp-none">{t('configure.noSample')}</p>
      </section>
    );
  }
  return (
    <section
      ref={desk}
      className="desk samp"
      aria-label={t('configure.sample')}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && mode !== 'look') onMode('look');
      }}
    >
      <div className="samp-head sm">
        <Leaf label={t('configure.previous')} onClick={() => sample.go(sample.place - 1)}>
          <ChevronLeft className="i" aria-hidden />
        </Leaf>
        <label className="samp-at num nw">
          {t('configure.sampleCard')}
          <input
            type="number"
            min={1}
            max={sample.total}
            value={sample.place + 1}
            onChange={(event) => {
              const place = event.target.valueAsNumber;
              if (place >= 1 && place <= sample.total) sample.go(place - 1);
            }}
          />
          {t('configure.sampleTotal', { total: sample.total })}
        </label>
        <Leaf label={t('configure.nextCard')} onClick={() => sample.go(sample.place + 1)}>
          <ChevronRight className="i" aria-hidden />
        </Leaf>
        <span className="mono q cut grow">{card.filename}</span>
        <label className="chk">
          <input type="checkbox" checked={zones} onChange={(event) => setZones(event.target.checked)} />
          {t('configure.showZones')}
        </label>
      </div>
      <Viewer
        batch={batch}
        filename={card.filename}
        made={card.inspectedAt !== null}
        words={tried?.words ?? NO_WORDS}
        lit={litFor(tried, props.openKey)}
        // What is drawn stays where it is drawn.
        follow={mode === 'look' && props.rows.every(({ id, zone }) => id !== props.open || zone === null)}
        handle={viewer}
        {...(mode === 'anchor'
          ? { onWord: (place: number) => pick(tried?.words?.[place], props.onAnchor) }
          : {})}
        renderOver={(sheet) =>
          zones || mode === 'draw' ? (
            <ZoneLayer
              sheet={sheet}
              tilt={tried?.angle ?? 0}
              rows={props.rows}
              open={props.open}
              mode={mode}
              onZone={props.onZone}
              originOf={(zone) => originOn(tried, zone)}
              onOpen={props.onOpen}
              onMode={onMode}
            />
          ) : null
        }
      />
    </section>
  );
}

const pick = (word: WordBox | undefined, onAnchor: (word: WordBox) => void): void => {
  if (word !== undefined) onAnchor(word);
};

function Leaf({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="btn ghost sml icon" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
