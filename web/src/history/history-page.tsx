import type { BatchSummary } from '@cardmill/contracts';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { type Format, useFormat } from '../i18n/use-format.ts';
import { useLine } from '../live/live-context.ts';
import { Note } from '../parts/note.tsx';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Frame } from '../shell/frame.tsx';
import { HistoryRow } from './history-row.tsx';
import { HistoryTools } from './history-tools.tsx';
import { useActions } from './use-actions.tsx';
import { useHistory } from './use-history.ts';

export function HistoryPage() {
  const { t } = useTranslation();
  const line = useLine();
  // Search and filter live in the address: a reload and a shared link show the same list.
  const [search, setSearch] = useSearchParams();
  const filter = {
    q: search.get('q') ?? '',
    status: search.get('status') ?? '',
    station: search.get('station') ?? '',
  };
  const deferred = useDeferredValue(JSON.stringify(filter));
  const { query, batches, refresh } = useHistory(JSON.parse(deferred));
  const [seen, setSeen] = useState<readonly string[]>([]);
  const stations = [...new Set([...seen, ...batches.map((batch) => batch.station)])]
    .filter((name) => name !== '')
    .toSorted();
  if (stations.length > seen.length) setSeen(stations);
  const actions = useActions(refresh);
  const change = (part: Partial<typeof filter>): void =>
    setSearch(
      Object.entries({ ...filter, ...part }).filter(([, value]) => value !== ''),
      { replace: true },
    );
  const filtered = filter.q !== '' || filter.status !== '' || filter.station !== '';

  return (
    <Frame title={t('history.title')} className="pad">
      <div className="cap">
        <div className="hh">
          <div className="grow">
            <h1 className="h-page">{t('history.title')}</h1>
            <House batches={batches} />
          </div>
          <Link className="btn primary" to="/new">
            <Plus className="i" aria-hidden />
            {t('history.newBatch')}
          </Link>
        </div>
        <HistoryTools filter={filter} stations={stations} onChange={change} />
        {line === 'lost' && <Note kind="line">{t('page.lineDown')}</Note>}
        {actions.note}
        {query.isPending &&
          (query.failureCount > 2 ? (
            <PageError error={query.failureReason} onAgain={() => void query.refetch()} />
          ) : (
            <Loading />
          ))}
        {query.isError && <PageError error={query.error} onAgain={() => void query.refetch()} />}
        {query.isSuccess && batches.length === 0 && (
          <NoBatch filtered={filtered} onClear={() => setSearch({}, { replace: true })} />
        )}
        <Days batches={batches} actions={actions} />
        {query.hasNextPage && (
          <button
            type="button"
            className="btn"
            style={{ marginTop: 16 }}
            onClick={() => void query.fetchNextPage()}
          >
            {t('history.olderLoad')}
          </button>
        )}
      </div>
      {actions.question}
    </Frame>
  );
}

function House({ batches }: { batches: readonly BatchSummary[] }) {
  const { t } = useTranslation();
  const active = batches.filter((batch) => batch.status === 'running' || batch.status === 'queued');
  const waiting = active.reduce((sum, batch) => sum + batch.progress.total - batch.progress.current, 0);
  return (
    <p className="q" style={{ marginTop: 4 }}>
      {active.length === 0
        ? t('history.houseIdle')
        : t('history.houseReading', { count: active.length, waiting })}
    </p>
  );
}

function NoBatch({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <Empty
        title={t('history.noHit')}
        action={
          <button type="button" className="btn" onClick={onClear}>
            {t('history.clear')}
          </button>
        }
      />
    );
  }
  return (
    <Empty
      title={t('history.emptyTitle')}
      text={t('history.emptyText')}
      action={
        <Link className="btn primary" to="/new">
          <Plus className="i" aria-hidden />
          {t('history.newBatch')}
        </Link>
      }
    />
  );
}

function Days({
  batches,
  actions,
}: {
  batches: readonly BatchSummary[];
  actions: ReturnType<typeof useActions>;
}) {
  const format = useFormat();
  const { t } = useTranslation();
  const [now] = useState(() => new Date());
  const words = { today: t('time.today'), yesterday: t('time.yesterday') };
  const days = new Map<string, BatchSummary[]>();
  for (const batch of batches) {
    const day = dayOf(batch.createdAt, now, format, words);
    days.set(day, [...(days.get(day) ?? []), batch]);
  }
  return [...days].map(([day, items]) => (
    <section key={day}>
      <h2 className="day">{day}</h2>
      <ul>
        {items.map((batch) => (
          <HistoryRow key={batch.name} batch={batch} actions={actions} />
        ))}
      </ul>
    </section>
  ));
}

function dayOf(iso: string, now: Date, format: Format, words: { today: string; yesterday: string }): string {
  const date = new Date(iso);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) return words.today;
  if (date.toDateString() === yesterday.toDateString()) return words.yesterday;
  return format.day(date, now);
}
