import { useTranslation } from 'react-i18next';

import { Value } from '../parts/value.tsx';

interface ConflictProps {
  machine: string | null;
  /** The other's value; null: they took the edit back. */
  theirs: string | null;
  mine: string;
  onTheirs: () => void;
  onMine: () => void;
}

/** Two people wrote in the same field: both values stand until one of them chooses. */
export function Conflict({ machine, theirs, mine, onTheirs, onMine }: ConflictProps) {
  const { t } = useTranslation();
  return (
    <div className="both">
      <div>
        <span className="q">{t('results.theirs')}: </span>
        <Value machine={machine} edit={theirs} />
      </div>
      <div>
        <span className="q">{t('results.yours')}: </span>
        <Value machine={null} edit={mine} />
      </div>
      <div className="row" style={{ flexWrap: 'wrap' }}>
        <button type="button" className="btn sml on-sheet" onClick={onTheirs}>
          {t('results.keepTheirs')}
        </button>
        <button type="button" className="btn sml on-sheet" onClick={onMine}>
          {t('results.keepMine')}
        </button>
      </div>
    </div>
  );
}
