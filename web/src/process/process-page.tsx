import { isTerminal } from '@cardmill/contracts';
import { BadgeCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { useBatch } from '../batch/batch-context.ts';
import { DrawerStrip } from '../drawer/drawer-strip.tsx';
import { MARKS } from '../drawer/marks.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { Note } from '../parts/note.tsx';
import { Empty } from '../parts/page-states.tsx';
import { Back, Frame, Next, Truth } from '../shell/frame.tsx';
import { Figures } from './figures.tsx';
import { LastCard } from './last-card.tsx';
import { Legend } from './legend.tsx';
import { RunButtons } from './run-buttons.tsx';
import { Side } from './side.tsx';
import { useHeld } from './use-held.ts';
import { useLoaded } from './use-loaded.ts';
import { useStrip } from './use-strip.ts';

/** A picture that flickers cannot be read. */
const CARD_STAYS_MS = 2_000;

export function ProcessPage() {
  const { t } = useTranslation();
  const problem = useProblem();
  const live = useBatch();
  const { batch } = live;
  const { progress } = batch;
  const navigate = useNavigate();
  const [resting, setResting] = useState(false);
  const last = useLoaded(batch.name, useHeld(progress.lastResult, CARD_STAYS_MS, resting));
  const { drawer, placeOf } = useStrip(live);
  const [pointed, setPointed] = useState(0);
  const ended = isTerminal(batch.status);
  const results = `/batches/${batch.name}/results`;

  if (batch.status === 'draft') return <NotStarted />;
  return (
    <Frame
      title={`${t('step.process')}, ${batch.title}`}
      className="proc"
      footer={
        <>
          <Back to={`/batches/${batch.name}/configure`}>{t('step.configure')}</Back>
          <Truth>{ended ? t('process.finished') : t('process.closeOk')}</Truth>
          <Next to={results}>{ended ? t('process.toResults') : t('process.resultsSoFar')}</Next>
        </>
      }
    >
      <div className="proc-top">
        <div className="proc-line">
          <Figures batch={batch} />
          <span className="grow" />
          <div className="row">
            {progress.succeeded > 0 && (
              <Link className="btn" to={`/batches/${batch.name}/verify`}>
                <BadgeCheck className="i" aria-hidden />
                {t('verify.start')}
              </Link>
            )}
            <RunButtons live={live} />
          </div>
        </div>
        {progress.waiting !== null && !ended && <Note kind="warn">{problem(progress.waiting)}</Note>}
        {progress.workers === 0 && progress.waiting === null && !ended && (
          <Note kind="warn">{t('process.noWorkers')}</Note>
        )}
        <div style={{ display: 'grid', gap: 12 }}>
          <DrawerStrip
            drawer={drawer}
            height={56}
            label={t('process.strip')}
            position={pointed}
            open={MARKS}
            raised={['check', 'failed']}
            onMove={setPointed}
            onPick={(position) => void navigate(`${results}?card=${position}`)}
          />
          <Legend batch={batch} marks={drawer.marks} />
        </div>
      </div>
      <div className="proc-body">
        <div
          style={{ display: 'contents' }}
          onPointerEnter={() => setResting(true)}
          onPointerLeave={() => setResting(false)}
        >
          <LastCard batch={batch} last={last} />
        </div>
        <Side live={live} placeOf={placeOf} />
      </div>
    </Frame>
  );
}

function NotStarted() {
  const { t } = useTranslation();
  const { batch } = useBatch();
  const configure = `/batches/${batch.name}/configure`;
  return (
    <Frame
      title={`${t('step.process')}, ${batch.title}`}
      className="pad"
      footer={
        <>
          <Back to={configure}>{t('step.configure')}</Back>
          <Truth>{t('process.notStarted')}</Truth>
          <Next to={configure}>{t('step.configure')}</Next>
        </>
      }
    >
      <Empty
        title={t('process.notStarted')}
        action={
          <Link className="btn" to={configure}>
            {t('step.configure')}
          </Link>
        }
      />
    </Frame>
  );
}
