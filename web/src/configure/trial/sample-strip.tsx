import type { TryCard, TryReply } from '@cardmill/contracts';
import { CircleX, LoaderCircle, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../i18n/use-format.ts';
import { Thumb } from '../../parts/thumb.tsx';
import { MOST_TRIED } from './spread.ts';
import type { Sample } from './use-sample.ts';

interface SampleStripProps {
  batch: string;
  names: readonly string[];
  sample: Sample;
  reply: TryReply | null;
  running: boolean;
}

/** The cards of the sample: which one is in view, how each went, and a way to take one in or out. */
export function SampleStrip({ batch, names, sample, reply, running }: SampleStripProps) {
  const { t } = useTranslation();
  const here = sample.card?.filename;
  return (
    <ul className="strip-cards" aria-label={t('configure.try.cards')}>
      {names.map((name) => (
        <li key={name} className={name === here ? 'here' : ''}>
          <button
            type="button"
            className="strip-card"
            aria-current={name === here}
            aria-label={t('configure.try.show', { name })}
            title={name}
            onClick={() => sample.show(name)}
          >
            <Thumb batch={batch} filename={name} width={72} />
          </button>
          <How card={reply?.cards.find((card) => card.filename === name)} running={running} />
          {names.length > 1 && (
            <button
              type="button"
              className="strip-out"
              aria-label={t('configure.try.takeOut', { name })}
              title={t('configure.try.takeOut', { name })}
              onClick={() => sample.toggle(name)}
            >
              <X className="i" aria-hidden />
            </button>
          )}
        </li>
      ))}
      {here !== undefined && !names.includes(here) && (
        <li>
          {sample.full ? (
            <p className="hint">{t('configure.try.full', { count: MOST_TRIED })}</p>
          ) : (
            <button type="button" className="btn sml" onClick={() => sample.toggle(here)}>
              <Plus className="i" aria-hidden />
              {t('configure.try.takeIn')}
            </button>
          )}
        </li>
      )}
    </ul>
  );
}

function How({ card, running }: { card: TryCard | undefined; running: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (card?.status) {
    case 'read':
      return (
        <span className="xs num q">{card.durationMs === null ? '' : format.seconds(card.durationMs)}</span>
      );
    case 'failed':
      return (
        <span className="xs st bad">
          <CircleX className="i" aria-hidden />
          {t('card.failed')}
        </span>
      );
    case 'waiting':
      return running ? <LoaderCircle className="i spin q" aria-label={t('card.processing')} /> : <Dash />;
    case undefined:
      return <Dash />;
  }
}

const Dash = () => <span className="xs q3">–</span>;
