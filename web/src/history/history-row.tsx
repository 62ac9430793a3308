import type { BatchSummary } from '@cardmill/contracts';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFormat } from '../i18n/use-format.ts';
import { BatchState } from '../parts/status.tsx';
import { leftSince } from './drafts.ts';
import { FirstCard } from './first-card.tsx';
import { home } from './home.ts';
import { RowActions } from './row-actions.tsx';
import { RowSays } from './row-says.tsx';
import type { RowActs } from './use-actions.tsx';

interface HistoryRowProps {
  batch: BatchSummary;
  acts: RowActs;
  draftDays: number;
}

/** Drawn anew when its own batch has changed: news of a hundred others leave it alone. */
export const HistoryRow = memo(function HistoryRow({ batch, acts, draftDays }: HistoryRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = batch;
  const [now] = useState(() => new Date());
  const left = leftSince(batch, now);
  return (
    <div className="hl">
      <FirstCard batch={batch} />
      <div className="what">
        <Link className="t cut" to={home(batch)} data-batch={batch.name}>
          {batch.title}
        </Link>
        <div className="mono xs cut q3">{batch.name}</div>
      </div>
      <div className="sm q where">
        <div className="cut" style={{ color: 'var(--ink)' }}>
          {batch.station}
        </div>
        <time className="num" dateTime={batch.createdAt}>
          {format.clock(batch.createdAt)}
        </time>
      </div>
      <div className="how">
        <RowSays batch={batch} draftDays={draftDays} />
      </div>
      <div className="state">
        <BatchState status={batch.status} />
        {progress.failed > 0 && (
          <div className="sm q under">{t('count.notRead', { count: progress.failed })}</div>
        )}
        {left !== null && (
          <div className="sm q under">{t('history.abandoned', { day: format.day(left, now) })}</div>
        )}
      </div>
      <RowActions batch={batch} acts={acts} />
    </div>
  );
});
