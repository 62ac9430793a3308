import type { Zone } from '@cardmill/contracts';
import { Anchor, SquareDashed, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { DeskMode } from './zone-layer.tsx';

/** What the form of a field can ask of the card beside it. */
export interface ZoneTools {
  readonly mode: DeskMode;
  readonly onMode: (mode: DeskMode) => void;
  /** Words of the card in view are known: one of them can be chosen. */
  readonly words: boolean;
  /** The same place on the card in view, counted from its edge; null when the anchor is not known on it. */
  readonly fromEdge: (zone: Zone) => Zone | null;
}

interface ZoneLineProps {
  zone: Zone | null;
  tools: ZoneTools;
  onChange: (zone: Zone | null) => void;
}

/** The zone of one field: drawn on the card, or given in figures. */
export function ZoneLine({ zone, tools, onChange }: ZoneLineProps) {
  const { t } = useTranslation();
  const toggle = (mode: DeskMode): void => tools.onMode(tools.mode === mode ? 'look' : mode);
  return (
    <>
      <div className="row zone-row">
        {zone !== null && (
          <span className="st pen">
            <SquareDashed className="i" aria-hidden />
            {t('configure.zoneDrawn')}
          </span>
        )}
        <button
          type="button"
          className="btn sml"
          aria-pressed={tools.mode === 'draw'}
          onClick={() => toggle('draw')}
        >
          {zone === null && <SquareDashed className="i" aria-hidden />}
          {t(zone === null ? 'configure.draw' : 'configure.drawAgain')}
        </button>
        {zone !== null && (
          <button type="button" className="btn sml danger" onClick={() => onChange(null)}>
            <Trash2 className="i" aria-hidden />
            {t('configure.clearZone')}
          </button>
        )}
      </div>
      {tools.mode === 'draw' && (
        <p className="hint" role="status">
          {t('configure.drawHint')}
        </p>
      )}
      {zone === null && tools.mode !== 'draw' && <p className="hint">{t('configure.zoneHint')}</p>}
      {zone !== null && <Figures zone={zone} onChange={onChange} />}
      {zone !== null && (
        <div className="row zone-row">
          {zone.anchor === undefined ? (
            <button
              type="button"
              className="btn sml ghost"
              aria-pressed={tools.mode === 'anchor'}
              aria-disabled={!tools.words}
              onClick={() => tools.words && toggle('anchor')}
            >
              <Anchor className="i" aria-hidden />
              {t('configure.fromWord')}
            </button>
          ) : (
            <FromWord anchor={zone.anchor} edge={tools.fromEdge(zone)} onChange={onChange} />
          )}
        </div>
      )}
      {zone !== null && zone.anchor === undefined && (
        <p className="hint" role="status">
          {t(
            tools.mode === 'anchor'
              ? 'configure.fromWordPick'
              : tools.words
                ? 'configure.fromWordHint'
                : 'configure.fromWordUnread',
          )}
        </p>
      )}
    </>
  );
}

function FromWord({
  anchor,
  edge,
  onChange,
}: {
  anchor: string;
  edge: Zone | null;
  onChange: (zone: Zone) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <span className="sm q">{t('configure.countsFrom', { word: anchor })}</span>
      {edge === null ? (
        <span className="hint">{t('configure.anchorUnread')}</span>
      ) : (
        <button type="button" className="btn sml ghost" onClick={() => onChange(edge)}>
          {t('configure.fromEdge')}
        </button>
      )}
    </>
  );
}

/** The zone in figures, for whoever does not draw. */
function Figures({ zone, onChange }: { zone: Zone; onChange: (zone: Zone) => void }) {
  const { t } = useTranslation();
  const least = zone.anchor === undefined ? 0 : -100;
  const share = (key: 'x' | 'y' | 'width' | 'height', min: number) => (
    <Figure
      word={t(`configure.figure.${key}`)}
      value={Math.round(zone[key] * 1000) / 10}
      min={min}
      max={100}
      onChange={(value) => onChange({ ...zone, [key]: value / 100 })}
    />
  );
  return (
    <div className="figures">
      {share('x', least)}
      {share('y', least)}
      {share('width', 0.5)}
      {share('height', 0.5)}
      <Figure
        word={t('configure.figure.angle')}
        value={zone.angle ?? 0}
        min={-180}
        max={180}
        onChange={(angle) => {
          const { angle: _before, ...level } = zone;
          onChange(angle === 0 ? level : { ...level, angle });
        }}
      />
    </div>
  );
}

function Figure({
  word,
  value,
  min,
  max,
  onChange,
}: {
  word: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  return (
    <label className="figure">
      <span>{word}</span>
      <input
        type="number"
        step={0.5}
        min={min}
        max={max}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          // Half typed, or beyond the card: it stays as it was.
          if (Number.isFinite(next) && next >= min && next <= max) onChange(next);
        }}
      />
    </label>
  );
}
