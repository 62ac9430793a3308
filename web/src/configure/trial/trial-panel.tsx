import type { Field } from '@cardmill/contracts';
import { CircleX, FlaskConical, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFault, useProblem } from '../../i18n/use-fault.ts';
import { Note } from '../../parts/note.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { FoundOnCard } from './found-on-card.tsx';
import { FoundOnCards } from './found-on-cards.tsx';
import { Measured } from './measured.tsx';
import { SampleStrip } from './sample-strip.tsx';
import type { Sample } from './use-sample.ts';
import type { Trial } from './use-trial.ts';

const VIEWS = ['card', 'field', 'measured'] as const;
type View = (typeof VIEWS)[number];

interface TrialPanelProps {
  batch: string;
  sample: Sample;
  trial: Trial;
  /** As they are tried. */
  fields: readonly Field[];
  openKey: string | undefined;
  onOpen: (key: string) => void;
  workers: number;
  /** The server chooses the cards as long as nobody else does: those first that people have checked. */
  serverChooses: boolean;
}

/** The set-up tried on some cards: what it finds, how sure, how fast, and, where the truth is known, how often right. */
export function TrialPanel(props: TrialPanelProps) {
  const { batch, sample, trial, fields, workers } = props;
  const { t } = useTranslation();
  const fault = useFault();
  const problem = useProblem();
  const [view, setView] = useState<View>('card');
  const { reply, running } = trial;
  const done = reply === null ? 0 : reply.cards.length - reply.waiting;
  const total = reply?.cards.length ?? sample.chosen.length;
  const trouble = running ? reply?.cards.find((card) => card.status === 'waiting')?.error : null;
  const names =
    props.serverChooses && reply !== null ? reply.cards.map((card) => card.filename) : sample.chosen;

  return (
    <section className="trial" aria-labelledby="trial-head">
      <div className="trial-head">
        <h2 className="h-part" id="trial-head">
          {t('configure.try.title')}
        </h2>
        <span className="sm q grow">
          {props.serverChooses
            ? t('configure.try.checkedFirst')
            : t(sample.automatic ? 'configure.try.spread' : 'configure.try.chosen', {
                count: sample.chosen.length,
              })}
        </span>
        {!sample.automatic && (
          <button type="button" className="btn sml ghost" onClick={sample.spreadAgain}>
            {t('configure.try.spreadAgain')}
          </button>
        )}
        {running ? (
          <button type="button" className="btn sml" onClick={trial.cancel}>
            {t('nav.cancel')}
          </button>
        ) : (
          <button
            type="button"
            className="btn sml"
            aria-disabled={sample.chosen.length === 0}
            onClick={() => {
              if (sample.chosen.length > 0) trial.run();
            }}
          >
            <FlaskConical className="i" aria-hidden />
            {t(reply === null ? 'configure.try.do' : 'configure.try.again')}
          </button>
        )}
      </div>
      <SampleStrip batch={batch} names={names} sample={sample} reply={reply} running={running} />
      {running && (
        <div className="trial-run" role="status">
          <span className="st">
            <LoaderCircle className="i spin" aria-hidden />
            {t('configure.try.running', { current: done, count: total })}
          </span>
          <ProgressBar
            percent={total === 0 ? 0 : Math.floor((done / total) * 100)}
            label={t('configure.try.title')}
            text={t('count.ofCards', { current: done, count: total })}
          />
        </div>
      )}
      {running && workers === 0 && <Note kind="warn">{t('configure.try.noWorker')}</Note>}
      {trouble !== null && trouble !== undefined && <Note kind="warn">{problem(trouble.code)}</Note>}
      {trial.error !== null && (
        <Note kind="wrong">
          {t('configure.try.failed')} {fault(trial.error).sentence}
        </Note>
      )}
      {trial.stale && !running && (
        <p className="st warn trial-stale" role="status">
          <CircleX className="i" aria-hidden />
          {t(trial.follows ? 'configure.try.follows' : 'configure.try.stale')}
        </p>
      )}
      {reply === null ? (
        !running && <p className="q sm trial-none">{t('configure.try.none')}</p>
      ) : (
        <>
          <div className="seg trial-views" role="group" aria-label={t('configure.try.views')}>
            {VIEWS.map((each) => (
              <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>
                {t(`configure.try.view.${each}`)}
              </button>
            ))}
          </div>
          <div className={trial.stale ? 'trial-body old' : 'trial-body'}>
            {view === 'card' && (
              <FoundOnCard
                card={reply.cards.find(({ filename }) => filename === sample.card?.filename)}
                sample={sample}
                fields={fields}
                openKey={props.openKey}
                onOpen={props.onOpen}
              />
            )}
            {view === 'field' && (
              <FoundOnCards
                reply={reply}
                fields={fields}
                openKey={props.openKey}
                onOpen={props.onOpen}
                onShow={sample.show}
              />
            )}
            {view === 'measured' && <Measured report={reply.report} fields={fields} />}
          </div>
        </>
      )}
    </section>
  );
}
