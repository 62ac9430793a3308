import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { useBatch } from '../batch/batch-context.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { ResultsTools } from './results-tools.tsx';
import { RowList } from './row-list.tsx';
import { useResults } from './use-results.ts';
import { asFilter, chooseRows, countsOf, type Sort } from './view.ts';

export function ResultsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useBatch();
  const { batch } = live;
  const { state, store, reload } = useResults(live);
  // What is looked at lives in the address: a reload and a shared link show the same rows.
  const [search, setSearch] = useSearchParams();
  const chosen = {
    filter: asFilter(search.get('filter')),
    q: search.get('q') ?? '',
    sort: (search.get('sort') ?? 'position') as Sort,
  };
  const change = (part: Partial<typeof chosen> & { card?: string }): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(part)) {
          if (value === '' || value === 'all' || value === 'position') next.delete(key);
          else next.set(key, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const key = useDeferredValue(JSON.stringify(chosen));
  const shown = useMemo(
    () => chooseRows(state.rows, JSON.parse(key), format.collator),
    [state.rows, key, format],
  );
  const counts = useMemo(() => countsOf(state.rows), [state.rows]);
  const readable = counts.all - counts.notRead;
  const open = batch.progress.total - batch.progress.current;

  return (
    <Frame
      title={`${t('step.results')}, ${batch.title}`}
      className="res"
      footer={
        <>
          <Back to={`/batches/${batch.name}/process`}>{t('step.process')}</Back>
          <Truth>
            {!state.complete && state.rows.length > 0
              ? t('results.loadingMore', { current: state.rows.length, total: batch.progress.current })
              : open > 0
                ? t('results.toCome', { count: open })
                : t('results.allHere')}
          </Truth>
          {readable === 0 ? (
            <Next to="/history">{t('nav.history')}</Next>
          ) : (
            <Next to={`/batches/${batch.name}/verify`}>
              {counts.check > 0 ? t('verify.verifyCards', { count: counts.check }) : t('verify.start')}
            </Next>
          )}
        </>
      }
    >
      <ResultsTools batch={batch} chosen={chosen} counts={counts} onChange={change} />
      {state.error !== null && state.rows.length === 0 ? (
        <div className="pad">
          <PageError error={state.error} onAgain={() => void reload()} />
        </div>
      ) : !state.complete && state.rows.length === 0 ? (
        <div className="pad">
          <Loading />
        </div>
      ) : state.rows.length === 0 ? (
        <div className="pad">
          <Empty title={t('results.noneTitle')} text={t('results.none')} />
        </div>
      ) : shown.length === 0 ? (
        <div className="pad">
          <Empty
            title={t('results.noHit')}
            action={
              <button type="button" className="btn" onClick={() => change({ filter: 'all', q: '' })}>
                {t('results.clear')}
              </button>
            }
          />
        </div>
      ) : (
        <RowList
          live={live}
          rows={shown}
          store={store}
          open={Number(search.get('card') ?? 0)}
          onOpen={(position) => change({ card: position === 0 ? '' : String(position) })}
        />
      )}
    </Frame>
  );
}
