import type { BatchSummary } from '@cardmill/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useTimeLeft } from '../process/time-left.ts';
import { CountBar } from './count-bar.tsx';
import { draftEnd } from './drafts.ts';

/** One sentence on where the batch stands, and why when something is wrong. */
export function RowSays({ batch, draftDays }: { batch: BatchSummary; draftDays: number }) {
  const { progress, status } = batch;
  if (status === 'draft') return <DraftSays batch={batch} draftDays={draftDays} />;
  return (
    <>
      <CountBar progress={progress} />
      <RunSays batch={batch} />
    </>
  );
}

function RunSays({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { progress, status } = batch;
  const left = useTimeLeft(progress);
  const code = progress.error?.code ?? progress.waiting;
  if (code !== null) {
    return <div className={progress.error === null ? 'say warn' : 'say bad'}>{problem(code)}</div>;
  }
  const read = progress.succeeded + progress.failed;
  const counted = t('count.ofCards', { current: progress.current, count: progress.total });
  const say =
    status === 'completed' || status === 'failed'
      ? t('history.sayDone', { count: progress.succeeded })
      : status === 'cancelled'
        ? t('history.sayKept', { current: read, total: progress.total })
        : left === null
          ? counted
          : t('history.left', { what: counted, left });
  return <div className="say num">{say}</div>;
}

function DraftSays({ batch, draftDays }: { batch: BatchSummary; draftDays: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(() => new Date());
  const end = draftEnd(batch, draftDays);
  const count =
    batch.fileCount === 0 ? t('history.sayDraftEmpty') : t('history.sayDraft', { count: batch.fileCount });
  return (
    <div className="say">
      {count}
      {end !== null && (
        <>
          {'. '}
          {t('history.draftUntil', { day: format.day(end, now) })}
        </>
      )}
    </div>
  );
}
