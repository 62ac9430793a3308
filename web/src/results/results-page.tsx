import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useBatch } from '../batch/batch-context.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { ResultsTools } from './results-tools.tsx';
import { RowList } from './row-list.tsx';
import { useChosen } from './use-chosen.ts';
import { useOpened } from './use-opened.ts';
import { useOrder } from './use-order.ts';
import { useResults } from './use-results.ts';
import { chooseRows, countsOf } from './view.ts';

export function ResultsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const live = useBatch();
  const { batch } = live;
  const { state, store, reload } = useResults(live);
  const { chosen, open, choose, openCard } = useChosen(batch.fields);
  const choice = `${chosen.filter} ${chosen.sort} ${chosen.q}`;
  const keep = useOpened(choice, open);
  // Behind the typing: with ten thousand rows the letters come first.
  const filter = useDeferredValue(chosen.filter);
  const sort = useDeferredValue(chosen.sort);
  const q = useDeferredValue(chosen.q);
  const order = useOrder(state.rows, sort, format.collator);
  const shown = useMemo(
    () => chooseRows(state.rows, { filter, q }, order, keep),
    [state.rows, filter, q, order, keep],
  );
  const counts = useMemo(() => countsOf(state.rows), [state.rows]);
  const readable = counts.all - counts.notRead;
  const toCome = batch.progress.total - batch.progress.current;

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
              : toCome > 0
                ? t('results.toCome', { count: toCome })
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
      <ResultsTools batch={batch} chosen={chosen} counts={counts} onChange={choose} />
      {state.error !== null && state.rows.length === 0 ? (
        <div className="pad">
          <PageError error={state.error} onAgain={() => void reload()} />
        </div>
      ) : !state.complete && shown.length === 0 ? (
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
              <button type="button" className="btn" onClick={() => choose({ filter: 'all', q: '' })}>
                {t('results.clear')}
              </button>
            }
          />
        </div>
      ) : (
        <RowList
          live={live}
          rows={shown}
          again={state.again}
          store={store}
          choice={`${filter} ${sort} ${q}`}
          open={open}
          onOpen={openCard}
        />
      )}
    </Frame>
  );
}
