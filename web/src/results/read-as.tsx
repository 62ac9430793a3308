import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { differing } from './differing.ts';

/** Under a person's value always what the machine read, the letters that differ marked, and the way back to it. */
export function ReadAs({
  machine,
  shown,
  onTakeBack,
}: {
  machine: string | null;
  shown: string;
  onTakeBack: () => void;
}) {
  const { t } = useTranslation();
  const { before, other, after } = differing(machine ?? '', shown);
  return (
    <div className="was">
      <span>{t('results.readAs')}</span>
      {machine === null || machine === '' ? (
        <span className="v none">{t('card.empty')}</span>
      ) : (
        <span className="v">
          {before}
          {other !== '' && <del>{other}</del>}
          {after}
        </span>
      )}
      <button
        type="button"
        className="btn ghost"
        aria-label={t('results.takeBack')}
        title={t('results.takeBack')}
        onClick={onTakeBack}
      >
        <Undo2 className="i" aria-hidden />
      </button>
    </div>
  );
}
