import { Contrast, Maximize, Minimize, Minus, Plus, RotateCw, ScanSearch } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import type { Light, ZoomAction } from './open-zoom.ts';

export const AS_SCANNED: Light = { brightness: 1, contrast: 1 };

interface ToolsProps {
  scale: number | null;
  light: Light;
  /** True on the full screen, where there is a way back instead of a way in. */
  full: boolean;
  onDo: (action: ZoomAction) => void;
  onLight: (light: Light) => void;
  onFull: () => void;
  onLens: () => void;
  /** More of the page's own, in front. */
  children?: ReactNode;
}

export function Tools({ scale, light, full, onDo, onLight, onFull, onLens, children }: ToolsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  return (
    <div className="viewer-foot">
      {open && (
        <div className="viewer-light sm" role="group" aria-label={t('viewer.light')}>
          <Slider
            word={t('viewer.brightness')}
            value={light.brightness}
            onChange={(brightness) => onLight({ ...light, brightness })}
          />
          <Slider
            word={t('viewer.contrast')}
            value={light.contrast}
            onChange={(contrast) => onLight({ ...light, contrast })}
          />
          <button type="button" className="btn sml ghost" onClick={() => onLight(AS_SCANNED)}>
            {t('viewer.asScanned')}
          </button>
        </div>
      )}
      <div className="viewer-tools" role="toolbar" aria-label={t('viewer.tools')}>
        {children}
        <Tool word={t('viewer.smaller')} hint="−" onClick={() => onDo('smaller')}>
          <Minus className="i" aria-hidden />
        </Tool>
        <span className="num sm viewer-scale">{scale === null ? '' : format.percent(scale * 100)}</span>
        <Tool word={t('viewer.larger')} hint="+" onClick={() => onDo('larger')}>
          <Plus className="i" aria-hidden />
        </Tool>
        <button
          type="button"
          className="btn sml ghost"
          title={`${t('viewer.fitSay')} (0)`}
          onClick={() => onDo('fit')}
        >
          {t('viewer.fit')}
        </button>
        <button
          type="button"
          className="btn sml ghost"
          title={`${t('viewer.realSay')} (1)`}
          onClick={() => onDo('real')}
        >
          {t('viewer.real')}
        </button>
        <Tool word={t('viewer.turn')} hint="R" onClick={() => onDo('turn')}>
          <RotateCw className="i" aria-hidden />
        </Tool>
        <Tool word={t('viewer.light')} pressed={open} onClick={() => setOpen(!open)}>
          <Contrast className="i" aria-hidden />
        </Tool>
        {!full && (
          <Tool word={t('viewer.lens')} hint="L" onClick={onLens}>
            <ScanSearch className="i" aria-hidden />
          </Tool>
        )}
        <Tool
          word={full ? t('viewer.leaveFull') : t('viewer.full')}
          hint={full ? 'Esc' : 'F'}
          onClick={onFull}
        >
          {full ? <Minimize className="i" aria-hidden /> : <Maximize className="i" aria-hidden />}
        </Tool>
      </div>
    </div>
  );
}

interface ToolProps {
  word: string;
  hint?: string;
  pressed?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Tool({ word, hint, pressed, onClick, children }: ToolProps) {
  return (
    <button
      type="button"
      className="btn sml icon ghost"
      aria-label={word}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      title={hint === undefined ? word : `${word} (${hint})`}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function Slider({
  word,
  value,
  onChange,
}: {
  word: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const format = useFormat();
  return (
    <label className="slider">
      <span>{word}</span>
      <input
        type="range"
        min={0.4}
        max={2.4}
        step={0.1}
        value={value}
        aria-valuetext={format.percent(value * 100)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}
