import type { Batch } from '@cardmill/contracts';
import { Check, Copy } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { useFormat } from '../i18n/use-format.ts';
import { useToast } from '../parts/toasts.tsx';

export function BatchHeader({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const say = useToast();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(batch.name);
    say(t('nav.copied'));
  };
  return (
    <div className="bh">
      <div className="grow">
        <h1 className="h-batch cut" title={batch.title}>
          {batch.title}
        </h1>
        <div className="id xs">
          <span className="mono cut">{batch.name}</span>
          {/* Browsers offer the clipboard to secure addresses only; a house may well be on plain http. */}
          {'clipboard' in navigator && (
            <button
              type="button"
              className="btn ghost"
              style={{ height: 24, width: 24, padding: 0 }}
              aria-label={t('nav.copyId')}
              title={t('nav.copyId')}
              onClick={() => void copy()}
            >
              <Copy className="i" aria-hidden />
            </button>
          )}
        </div>
      </div>
      <Steps batch={batch} />
    </div>
  );
}

/** The way through a batch. Every step that was reached is a link. */
function Steps({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nav = useRef<HTMLElement>(null);
  const started = batch.status !== 'draft';
  const { progress, name } = batch;
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  });
  const steps = [
    {
      step: 'upload',
      reached: true,
      done: started,
      count: batch.fileCount > 0 ? format.number(batch.fileCount) : '',
    },
    {
      step: 'configure',
      reached: true,
      done: started,
      count: batch.fields.length > 0 ? format.number(batch.fields.length) : '',
    },
    {
      step: 'process',
      reached: started,
      done: progress.percentage === 100 && started,
      count: started ? format.percent(progress.percentage) : '',
    },
    {
      step: 'results',
      reached: started,
      done: false,
      count: started ? format.number(progress.succeeded + progress.failed) : '',
    },
  ] as const;
  return (
    <nav ref={nav} className="steps" aria-label={t('nav.steps')}>
      {steps.map(({ step, reached, done, count }) => {
        const inside = (
          <>
            {done && <Check className="i" aria-hidden />}
            {t(`step.${step}`)}
            <span className="n">{count}</span>
          </>
        );
        return reached ? (
          <NavLink key={step} to={`/batches/${name}/${step}`} aria-current="step">
            {inside}
          </NavLink>
        ) : (
          <span key={step} aria-disabled="true">
            {inside}
          </span>
        );
      })}
    </nav>
  );
}
