import type { ResultRow } from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, CircleX, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { act, readCardAgain } from '../api/batches.ts';
import { listResults } from '../api/results.ts';
import { useFault, useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { Thumb } from '../parts/thumb.tsx';
import { useOnChange } from '../parts/use-on-change.ts';

const SHOWN = 12;

/** What could not be read, each with its reason and its button. */
export function NotRead({ live }: { live: BatchLive }) {
  const { t } = useTranslation();
  const format = useFormat();
  const fault = useFault();
  const client = useQueryClient();
  const { batch, refresh } = live;
  const [refused, setRefused] = useState<string | null>(null);
  const key = ['not-read', batch.name];
  const { data = [] } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => listResults(batch.name, { status: 'failed', limit: SHOWN }, signal),
    enabled: batch.progress.failed > 0,
  });
  const again = useThrottled(() => void client.invalidateQueries({ queryKey: key }), 2_000);
  const { failed, run } = { failed: batch.progress.failed, run: batch.run };
  useOnChange(`${failed} ${run}`, again);

  const attempt = async (what: () => Promise<unknown>): Promise<void> => {
    try {
      await what();
      setRefused(null);
    } catch (error) {
      setRefused(fault(error).sentence);
    }
    await Promise.all([refresh(), client.invalidateQueries({ queryKey: key })]);
  };
  if (failed === 0) {
    return <p className="sm q">{t('process.nothingFailed')}</p>;
  }
  return (
    <>
      <div className="row" style={{ marginBottom: 6 }}>
        <h2 className="st bad" style={{ fontSize: '0.875rem' }}>
          <CircleX className="i" aria-hidden />
          {t('process.notRead')} <span className="num">{format.number(failed)}</span>
        </h2>
        <span className="grow" />
        <button
          type="button"
          className="btn sml"
          onClick={() => void attempt(() => act(batch.name, 'retry', batch.run))}
        >
          <RotateCcw className="i" aria-hidden />
          {t('process.readAllAgain')}
        </button>
      </div>
      {refused !== null && (
        <p className="wrong-say" role="alert">
          {refused}
        </p>
      )}
      <ul>
        {data.map((row) => (
          <FailedCard
            key={row.cardId}
            batch={batch.name}
            row={row}
            onAgain={() => void attempt(() => readCardAgain(batch.name, row.filename))}
          />
        ))}
      </ul>
      {failed > data.length && data.length > 0 && (
        <Link
          className="btn ghost sml"
          style={{ margin: '8px 0 0 -10px' }}
          to={`/batches/${batch.name}/results?filter=notRead`}
        >
          {t('process.moreFailed', { count: failed - data.length })}
          <ChevronRight className="i" aria-hidden />
        </Link>
      )}
    </>
  );
}

function FailedCard({ batch, row, onAgain }: { batch: string; row: ResultRow; onAgain: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const code = row.error?.code ?? 'ocr_failed';
  return (
    <li className="nr">
      <Thumb batch={batch} filename={row.filename} width={64} />
      <div style={{ minWidth: 0 }}>
        <Link
          className="mono sm cut"
          style={{ display: 'block' }}
          to={`/batches/${batch}/results?card=${row.position}`}
        >
          {row.filename}
        </Link>
        <div className="sm q">{problem(code)}</div>
      </div>
      <button
        type="button"
        className="btn ghost sml icon"
        aria-label={t('process.readAgain', { name: row.filename })}
        title={t('process.readAgain', { name: row.filename })}
        onClick={onAgain}
      >
        <RotateCcw className="i" aria-hidden />
      </button>
    </li>
  );
}
