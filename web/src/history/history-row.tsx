import { type BatchSummary, isTerminal } from '@cardmill/contracts';
import { Ellipsis, Play, RotateCcw, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import { BatchState } from '../parts/status.tsx';
import { useTimeLeft } from '../process/time-left.ts';
import { FirstCard } from './first-card.tsx';
import type { Actions } from './use-actions.tsx';

/** Where a click on the row leads: to what is next for this batch. */
function home(batch: BatchSummary): string {
  const step = {
    draft: batch.fileCount === 0 ? 'upload' : 'configure',
    queued: 'process',
    running: 'process',
    completed: 'results',
    failed: 'process',
    cancelled: 'process',
  }[batch.status];
  return `/batches/${batch.name}/${step}`;
}

export function HistoryRow({ batch, actions }: { batch: BatchSummary; actions: Actions }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = batch;
  return (
    <li className="hl">
      <FirstCard batch={batch} />
      <div style={{ minWidth: 0 }}>
        <Link className="t cut" style={{ display: 'block' }} to={home(batch)}>
          {batch.title}
        </Link>
        <div className="mono xs cut q3" style={{ marginTop: 3 }}>
          {batch.name}
        </div>
      </div>
      <div className="sm q where">
        <div className="cut" style={{ color: 'var(--ink)' }}>
          {batch.station}
        </div>
        <time className="num" dateTime={batch.createdAt}>
          {format.clock(batch.createdAt)}
        </time>
      </div>
      <div className="how" style={{ minWidth: 0 }}>
        <How batch={batch} />
      </div>
      <div className="state">
        <BatchState status={batch.status} />
        {progress.failed > 0 && (
          <div className="sm q" style={{ marginTop: 2, paddingLeft: 22 }}>
            {t('count.notRead', { count: progress.failed })}
          </div>
        )}
      </div>
      <RowActions batch={batch} actions={actions} />
    </li>
  );
}

/** One sentence on where the batch stands, and why when something is wrong. */
function How({ batch }: { batch: BatchSummary }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { progress, status } = batch;
  const left = useTimeLeft(progress);
  if (status === 'draft') {
    return (
      <div className="say">
        {batch.fileCount === 0
          ? t('history.sayDraftEmpty')
          : t('history.sayDraft', { count: batch.fileCount })}
      </div>
    );
  }
  const code = progress.error?.code ?? progress.waiting;
  if (code !== null) {
    return (
      <div className="say" style={{ color: progress.error === null ? 'var(--warn)' : 'var(--bad)' }}>
        {problem(code)}
      </div>
    );
  }
  const read = progress.succeeded + progress.failed;
  const counted = t('count.ofCards', { current: progress.current, count: progress.total });
  const say =
    status === 'completed' || (status === 'failed' && isTerminal(status))
      ? t('history.sayDone', { count: progress.succeeded })
      : status === 'cancelled'
        ? t('history.sayKept', { current: read, total: progress.total })
        : left === null
          ? counted
          : t('history.left', { what: counted, left });
  return (
    <>
      <ProgressBar
        percent={Math.floor((100 * read) / Math.max(1, progress.total))}
        label={t('process.progress')}
        text={counted}
      />
      <div className="say num">{say}</div>
    </>
  );
}

function RowActions({ batch, actions }: { batch: BatchSummary; actions: Actions }) {
  const { t } = useTranslation();
  const { status, progress, name } = batch;
  const open = status === 'queued' || status === 'running';
  const resumable = status === 'cancelled' || (status === 'failed' && progress.cancelled > 0);
  const icon = { className: 'i', 'aria-hidden': true } as const;
  const items: MenuItem[] = [
    ...(resumable
      ? [
          {
            key: 'resume',
            label: t('history.resume'),
            icon: <Play {...icon} />,
            onPick: () => actions.run('resume', batch),
          },
        ]
      : []),
    ...(open
      ? [
          {
            key: 'cancel',
            label: t('history.cancel'),
            icon: <Square {...icon} />,
            onPick: () => actions.run('cancel', batch),
          },
        ]
      : []),
    ...(!open && status !== 'draft' && progress.failed > 0
      ? [
          {
            key: 'retry',
            label: t('history.retry', { count: progress.failed }),
            icon: <RotateCcw {...icon} />,
            onPick: () => actions.run('retry', batch),
          },
        ]
      : []),
    ...(!open && status !== 'draft'
      ? [
          {
            key: 'restart',
            label: t('history.restart'),
            icon: <RotateCcw {...icon} />,
            onPick: () => actions.ask('restart', batch),
          },
        ]
      : []),
    {
      key: 'delete',
      label: t('history.delete'),
      icon: <Trash2 {...icon} />,
      danger: true,
      onPick: () => actions.ask('delete', batch),
    },
  ];
  return (
    <div className="acts">
      {resumable ? (
        <button type="button" className="btn sml" onClick={() => actions.run('resume', batch)}>
          {t('history.resume')}
        </button>
      ) : (
        <Link className="btn sml" to={home(batch)} tabIndex={-1} aria-hidden>
          {open
            ? t('history.watch')
            : status === 'draft'
              ? t(batch.fileCount === 0 ? 'history.upload' : 'history.configure')
              : status === 'completed'
                ? t('history.results')
                : t('history.open')}
        </Link>
      )}
      <Menu label={`${t('nav.more')}: ${batch.title} (${name})`} className="btn ghost sml icon" items={items}>
        <Ellipsis className="i" aria-hidden />
      </Menu>
    </div>
  );
}
