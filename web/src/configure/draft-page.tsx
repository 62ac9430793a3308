import { FREE_TEXT } from '@cardmill/contracts';
import { LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useBatch } from '../batch/batch-context.ts';
import { useFault } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { useSaidTime } from '../process/time-left.ts';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { BenchPanes } from './bench-panes.tsx';
import { FieldList } from './field-list.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { OthersNote } from './others/others-note.tsx';
import { ReadingSection } from './reading/reading-section.tsx';
import { refusedRows } from './refused-rows.ts';
import { SavedState } from './saved-state.tsx';
import { TemplateChoice } from './templates/template-choice.tsx';
import { TitleLine } from './title-line.tsx';
import { countFound } from './trial/found.ts';
import { useBench } from './use-bench.ts';
import { useSetUp } from './use-set-up.ts';
import { useStart } from './use-start.ts';

const bringIntoView = (note: HTMLElement | null): void => {
  note?.scrollIntoView({ block: 'nearest' });
};

/** A batch that is being set up: form at left, card and trial at right. */
export function DraftPage() {
  const { t } = useTranslation();
  const saidTime = useSaidTime();
  const live = useBatch();
  const { batch } = live;
  const setUp = useSetUp(live);
  const bench = useBench(batch, setUp, false);
  const { start, starting, missing, refused } = useStart(live, setUp);
  const fault = useFault();
  const { reply } = bench.trial;
  const pace = reply?.report?.secondsPerCard?.median;
  const minutes =
    pace === undefined ? null : (pace * batch.fileCount) / 60 / Math.max(1, batch.progress.workers);

  return (
    <Frame
      title={`${t('step.configure')}, ${batch.title}`}
      className="two"
      footer={
        <>
          <Back to={`/batches/${batch.name}/upload`}>{t('step.upload')}</Back>
          <Truth>
            {t('configure.ready', {
              cards: t('count.cards', { count: batch.fileCount }),
              fields: t('count.fields', { count: setUp.rows.length }),
            })}
            {minutes !== null && ` ${t('configure.takes', { time: saidTime(60 * minutes) })}`}
          </Truth>
          <Next
            onClick={start}
            {...(starting
              ? {
                  busy: (
                    <>
                      <LoaderCircle className="i spin" aria-hidden />
                      {t('configure.starting')}
                    </>
                  ),
                }
              : {})}
          >
            {t('configure.start')}
          </Next>
        </>
      }
    >
      <section className="pane" aria-label={t('configure.setUp')}>
        {missing !== null && (
          <div ref={bringIntoView}>
            <Note kind="warn">{missing}</Note>
          </div>
        )}
        {refused !== null && <Note kind="wrong">{refused}</Note>}
        {setUp.theirs !== null && <OthersNote setUp={setUp} theirs={setUp.theirs} />}
        {setUp.state.phase === 'refused' && setUp.theirs === null && (
          <Note
            kind="wrong"
            action={
              <button type="button" className="btn sml" onClick={() => void setUp.flush()}>
                {t('page.again')}
              </button>
            }
          >
            {t('configure.notSaved')}: {fault(setUp.state.error).sentence}
          </Note>
        )}
        <TitleLine title={setUp.title} onChange={setUp.setTitle} />
        <TemplateChoice setUp={setUp} />
        <LanguageChoice chosen={setUp.languages} onChange={setUp.setLanguages} />
        <ReadingSection setUp={setUp} />
        <FieldList
          rows={setUp.rows}
          onChange={setUp.setRows}
          open={bench.open}
          onOpen={bench.openField}
          refused={refusedRows(setUp.state, setUp.rows)}
          tried={(row) => {
            const key = bench.keys.get(row.id);
            if (reply === null || key === undefined || bench.trial.stale) return null;
            const { cards, found, toCheck } = countFound(reply, key);
            return cards === 0
              ? null
              : `${t('configure.try.foundOn', { current: found, count: cards })} ${toCheck === 0 ? '' : t('configure.try.toCheckOn', { count: toCheck })}`;
          }}
          zoneTools={{
            mode: bench.mode,
            onMode: bench.setMode,
            words: (bench.tried?.words?.length ?? 0) > 0,
            fromEdge: bench.fromEdge,
          }}
          saved={<SavedState state={setUp.state} />}
          empty={setUp.templateId === FREE_TEXT ? t('configure.freeText') : t('configure.noFields')}
        />
      </section>
      <BenchPanes batch={batch} bench={bench} rows={setUp.rows} onRows={setUp.setRows} />
    </Frame>
  );
}
