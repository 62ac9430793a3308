import type { BatchSummary } from '@cardmill/contracts';
import { ClipboardCheck, Ellipsis, Play, RotateCcw, Square, Table2, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { Menu, type MenuItem } from '../parts/menu.tsx';
import { home } from './home.ts';
import type { RowActs } from './use-actions.tsx';

const ICON = { className: 'i', 'aria-hidden': true } as const;

/** The one likely action as a button, the rest in a menu. */
export function RowActions({ batch, acts }: { batch: BatchSummary; acts: RowActs }) {
  const { t } = useTranslation();
  const items = useItems(batch, acts);
  const open = isOpen(batch);
  return (
    <div className="acts">
      {resumable(batch) ? (
        <button
          type="button"
          className="btn sml"
          aria-label={`${t('history.resume')}: ${batch.title}`}
          onClick={() => acts.run('resume', batch)}
        >
          {t('history.resume')}
        </button>
      ) : (
        <Link className="btn sml" to={home(batch)} tabIndex={-1} aria-hidden>
          {open
            ? t('history.watch')
            : batch.status === 'draft'
              ? t(batch.fileCount === 0 ? 'history.upload' : 'history.configure')
              : batch.status === 'completed'
                ? t('history.results')
                : t('history.open')}
        </Link>
      )}
      <Menu
        label={`${t('nav.more')}: ${batch.title} (${batch.name})`}
        className="btn ghost sml icon"
        items={items}
      >
        <Ellipsis className="i" aria-hidden />
      </Menu>
    </div>
  );
}

const isOpen = ({ status }: BatchSummary): boolean => status === 'queued' || status === 'running';
const resumable = ({ status, progress }: BatchSummary): boolean =>
  status === 'cancelled' || (status === 'failed' && progress.cancelled > 0);

function useItems(batch: BatchSummary, acts: RowActs): MenuItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { status, progress, name } = batch;
  const open = isOpen(batch);
  const atRest = !open && status !== 'draft';
  const go = (step: string) => (): void => void navigate(`/batches/${name}/${step}`);
  const item = (wanted: boolean, entry: MenuItem): MenuItem[] => (wanted ? [entry] : []);
  return [
    ...item(status !== 'draft' && progress.succeeded > 0, {
      key: 'review',
      label: t('history.review'),
      icon: <ClipboardCheck {...ICON} />,
      onPick: go('verify'),
    }),
    ...item(status !== 'draft' && status !== 'completed', {
      key: 'results',
      label: t('history.results'),
      icon: <Table2 {...ICON} />,
      onPick: go('results'),
    }),
    ...item(resumable(batch), {
      key: 'resume',
      label: t('history.resume'),
      icon: <Play {...ICON} />,
      onPick: () => acts.run('resume', batch),
    }),
    ...item(open, {
      key: 'cancel',
      label: t('history.cancel'),
      icon: <Square {...ICON} />,
      onPick: () => acts.run('cancel', batch),
    }),
    ...item(atRest && progress.failed > 0, {
      key: 'retry',
      label: t('history.retry', { count: progress.failed }),
      icon: <RotateCcw {...ICON} />,
      onPick: () => acts.run('retry', batch),
    }),
    ...item(atRest, {
      key: 'restart',
      label: t('history.restart'),
      icon: <RotateCcw {...ICON} />,
      onPick: () => acts.askRestart(batch),
    }),
    {
      key: 'delete',
      label: t('history.delete'),
      icon: <Trash2 {...ICON} />,
      danger: true,
      onPick: () => acts.remove(batch),
    },
  ];
}
