import { type Batch, isTerminal } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { useTimeLeft } from './time-left.ts';

/** Percent, X of Y, time left, pace, start: or how it ended, which is always said. */
export function Figures({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = batch;
  const left = useTimeLeft(progress);
  const ended = isTerminal(batch.status);
  return (
    <>
      {ended ? (
        <Ending batch={batch} />
      ) : (
        <Percent
          percent={progress.percentage}
          text={t('count.of', { current: progress.current, total: progress.total })}
        />
      )}
      <dl className="facts">
        <div>
          <dt>{t('process.cards')}</dt>
          <dd>
            {format.number(ended ? progress.succeeded + progress.failed : progress.current)}{' '}
            <span className="q">{t('process.of', { count: progress.total })}</span>
          </dd>
        </div>
        {left !== null && (
          <div>
            <dt>{t('process.timeLeft')}</dt>
            <dd>{left}</dd>
          </div>
        )}
        {!ended && progress.cardsPerMinute !== null && progress.cardsPerMinute > 0 && (
          <div>
            <dt>{t('process.pace')}</dt>
            <dd>
              {format.number(Math.max(1, Math.round(progress.cardsPerMinute)))}{' '}
              <span className="q">{t('process.aMinute')}</span>
            </dd>
          </div>
        )}
        {batch.startedAt !== null && (
          <div>
            <dt>{t('process.started')}</dt>
            <dd>
              <time dateTime={batch.startedAt}>{format.clock(batch.startedAt)}</time>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Percent({ percent, text }: { percent: number; text: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { figure, sign } = format.percentParts(percent);
  return (
    <div
      className="big"
      role="progressbar"
      aria-label={t('process.progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
    >
      {figure}
      <span style={{ fontSize: '2rem', letterSpacing: '-.02em', marginLeft: 6, color: 'var(--ink-2)' }}>
        {sign}
      </span>
    </div>
  );
}

function Ending({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const { progress, status } = batch;
  const word =
    status === 'completed'
      ? t('process.done')
      : status === 'cancelled'
        ? t('process.cancelledTitle')
        : progress.error === null
          ? t('process.failedTitle')
          : t('process.stoppedTitle');
  const why =
    progress.error !== null
      ? problem(progress.error.code)
      : status === 'completed'
        ? t('process.doneSay', { count: progress.succeeded })
        : status === 'cancelled'
          ? t('process.cancelledSay')
          : t('process.failedAll');
  return (
    <div role="status" style={{ maxWidth: 520 }}>
      <div className="big word" style={status === 'failed' ? { color: 'var(--bad)' } : {}}>
        {word}
      </div>
      <p className="q" style={{ marginTop: 2 }}>
        {why}
      </p>
    </div>
  );
}
