import { BATCH_SORTS, type BatchSummary } from '@cardmill/contracts';
import { Plus } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import type { HistoryFilter } from '../api/batches.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useLine } from '../live/live-context.ts';
import { Note } from '../parts/note.tsx';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Frame } from '../shell/frame.tsx';
import { createDayOf, withDays } from './days.ts';
import { HistoryList } from './history-list.tsx';
import { HistoryTools } from './history-tools.tsx';
import { useActions } from './use-actions.tsx';
import { useHistory } from './use-history.ts';

export function HistoryPage() {
  const { t } = useTranslation();
  const line = useLine();
  // Search, filter and order live in the address: a reload and a shared link show the same list.
  const [search, setSearch] = useSearchParams();
  const chosen: HistoryFilter = {
    q: search.get('q') ?? '',
    status: search.get('status') ?? '',
    station: search.get('station') ?? '',
    sort: BATCH_SORTS.find((one) => one === search.get('sort')) ?? 'newest',
  };
  const deferred = useDeferredValue(JSON.stringify(chosen));
  const filter = useMemo((): HistoryFilter => JSON.parse(deferred), [deferred]);
  const { query, batches, house, counts, draftDays, refresh } = useHistory(filter);
  const { acts, hidden, question, note } = useActions(refresh);
  const change = (part: Partial<HistoryFilter>): void =>
    setSearch(
      Object.entries({ ...chosen, ...part }).filter(([, value]) => value !== '' && value !== 'newest'),
      { replace: true },
    );
  const filtered = filter.q !== '' || filter.status !== '' || filter.station !== '';
  const entries = useEntries(batches, hidden, filter.sort === 'newest' || filter.sort === 'oldest');

  return (
    <Frame title={t('history.title')} className="pad">
      <div className="cap">
        <div className="hh">
          <div className="grow">
            <h1 className="h-page">{t('history.title')}</h1>
            <House open={house} />
          </div>
          <Link className="btn primary" to="/new">
            <Plus className="i" aria-hidden />
            {t('history.newBatch')}
          </Link>
        </div>
        <HistoryTools
          filter={chosen}
          counts={counts}
          stations={batches.map((batch) => batch.station)}
          onChange={change}
        />
        {line === 'lost' && <Note kind="line">{t('page.lineDown')}</Note>}
        {note}
        {query.isPending &&
          (query.failureCount > 2 ? (
            <PageError error={query.failureReason} onAgain={() => void query.refetch()} />
          ) : (
            <Loading />
          ))}
        {query.isError && !query.isFetchNextPageError && (
          <PageError error={query.error} onAgain={() => void query.refetch()} />
        )}
        {query.isSuccess && entries.length === 0 && (
          <NoBatch filtered={filtered} onClear={() => setSearch({}, { replace: true })} />
        )}
        {entries.length > 0 && (
          <HistoryList
            // Another choice begins at the top, with places of its own.
            key={deferred}
            entries={entries}
            acts={acts}
            draftDays={draftDays}
            whole={!query.hasNextPage}
            onEnd={() => {
              if (!query.isFetching && !query.isFetchNextPageError) void query.fetchNextPage();
            }}
          />
        )}
        {query.isFetchNextPageError && (
          <PageError error={query.error} onAgain={() => void query.fetchNextPage()} />
        )}
        <p className="xs q3 list-end" role="status">
          {query.isFetchingNextPage
            ? t('history.olderLoading')
            : entries.length > 0 && !query.hasNextPage
              ? t('history.allShown', { count: entries.length })
              : ''}
        </p>
      </div>
      {question}
    </Frame>
  );
}

function useEntries(batches: readonly BatchSummary[], hidden: ReadonlySet<string>, grouped: boolean) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(() => new Date());
  return useMemo(() => {
    const dayOf = createDayOf(now, format, { today: t('time.today'), yesterday: t('time.yesterday') });
    const shown = batches.filter((batch) => !hidden.has(batch.name));
    return withDays(shown, grouped, dayOf);
  }, [batches, hidden, grouped, now, format, t]);
}

function House({ open }: { open: readonly BatchSummary[] }) {
  const { t } = useTranslation();
  const waiting = open.reduce((sum, { progress }) => sum + progress.total - progress.current, 0);
  return (
    <p className="q" style={{ marginTop: 4 }}>
      {open.length === 0
        ? t('history.houseIdle')
        : t('history.houseReading', { count: open.length, waiting })}
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
