import { RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../i18n/use-format.ts';
import type { Rows, Show } from './rows.ts';

const SHOWS: readonly Show[] = ['all', 'open', 'cards', 'check', 'rejected', 'here'];

interface SummaryProps {
  cards: number;
  counts: Rows['counts'];
  show: Show;
  onShow: (show: Show) => void;
}

/** The count as heading, and what of it is wanted: the counts are the legend and the choice in one. */
export function Summary({ cards, counts, show, onShow }: SummaryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const some = SHOWS.filter((one) => one === 'all' || counts[one] > 0 || one === show);
  return (
    <div className="up-sum">
      <h2 className="h-batch num">{t('count.cards', { count: cards })}</h2>
      {some.length > 2 && (
        <div className="seg" role="group" aria-label={t('upload.show.label')}>
          {some.map((one) => (
            <button key={one} type="button" aria-pressed={one === show} onClick={() => onShow(one)}>
              {t(`upload.show.${one}`)} <span className="num q">{format.number(counts[one])}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface LeftOversProps {
  show: Show;
  /** Files not taken that may be taken another time. */
  canAgain: number;
  onAgain: () => void;
  onClear: () => void;
}

/** All at once: send what was not taken again, take what is here already off the list. */
export function LeftOvers({ show, canAgain, onAgain, onClear }: LeftOversProps) {
  const { t } = useTranslation();
  if (show !== 'rejected' && show !== 'here') return null;
  return (
    <div className="row wrap">
      {show === 'rejected' && canAgain > 0 && (
        <button type="button" className="btn sml" onClick={onAgain}>
          <RotateCcw className="i" aria-hidden />
          {t('upload.againAll', { count: canAgain })}
        </button>
      )}
      <button type="button" className="btn ghost sml" onClick={onClear}>
        <X className="i" aria-hidden />
        {t('upload.clear')}
      </button>
    </div>
  );
}
