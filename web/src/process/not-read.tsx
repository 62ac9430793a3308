import type { ResultRow } from '@cardmill/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, CircleX, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { listResults } from '../api/results.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useThrottled } from '../live/use-throttled.ts';
import { CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { useOnChange } from '../parts/use-on-change.ts';
import { AgainButton } from './again-button.tsx';
import { useHeld } from './use-held.ts';
import { notReadKey, type ReadAgain } from './use-read-again.ts';

/** As many as leave room for the feed below; the others are one click away. */
const SHOWN = 3;

interface NotReadProps {
  live: BatchLive;
  again: ReadAgain;
  /** Somebody reads here: nothing moves. */
  held: boolean;
}

/** What could not be read, each with its reason and its button; a card taken again stays in its place. */
export function NotRead({ live, again, held }: NotReadProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { batch, watch } = live;
  const { failed } = batch.progress;
  const { data = [] } = useQuery({
    queryKey: notReadKey(batch.name),
    queryFn: ({ signal }) => listResults(batch.name, { status: 'failed', limit: SHOWN }, signal),
    enabled: failed > 0,
  });
  const refetch = useThrottled(
    () => void client.invalidateQueries({ queryKey: notReadKey(batch.name) }),
    2_000,
  );
  useOnChange(`${failed} ${batch.run}`, refetch);
  const listed = useHeld(failed === 0 ? NONE : data, 0, held);
  const [taken, setTaken] = useState<readonly ResultRow[]>([]);
  const gone = taken.filter((row) => !listed.some((one) => one.cardId === row.cardId));
  const rows = [...listed, ...gone].toSorted((a, b) => a.position - b.position);
  const keep = (some: readonly ResultRow[]): void =>
    setTaken((before) => [
      ...before.filter((row) => !some.some((one) => one.cardId === row.cardId)),
      ...some,
    ]);

  if (failed === 0 && rows.length === 0) {
    return <p className="sm q">{t('process.nothingFailed')}</p>;
  }
  const more = failed - listed.length;
  return (
    <section aria-label={t('process.notRead')}>
      <div className="row" style={{ marginBottom: 6 }}>
        <h2 className={failed === 0 ? 'st' : 'st bad'} style={{ fontSize: '0.875rem' }}>
          <CircleX className="i" aria-hidden />
          {t('process.notRead')} <span className="num">{format.number(failed)}</span>
        </h2>
        <span className="grow" />
        {failed > 0 && (
          <button
            type="button"
            className="btn sml"
            onClick={() => {
              keep(listed);
              again.all(listed);
            }}
          >
            <RotateCcw className="i" aria-hidden />
            {t('process.readAllAgain')}
          </button>
        )}
      </div>
      {again.refused !== null && (
        <p className="wrong-say" role="alert">
          {again.refused}
        </p>
      )}
      <ul>
        {rows.map((row) => (
          <FailedCard
            key={row.cardId}
            batch={batch.name}
            row={row}
            waits={again.waits(row)}
            read={watch.outcomes.get(row.cardId)?.status === 'succeeded'}
            onAgain={() => {
              keep([row]);
              again.one(row);
            }}
          />
        ))}
      </ul>
      {more > 0 && listed.length > 0 && (
        <Link
          className="btn ghost sml"
          style={{ margin: '8px 0 0 -10px' }}
          to={`/batches/${batch.name}/results?filter=notRead`}
        >
          {t('process.moreFailed', { count: more })}
          <ChevronRight className="i" aria-hidden />
        </Link>
      )}
    </section>
  );
}

const NONE: readonly ResultRow[] = [];

interface FailedCardProps {
  batch: string;
  row: ResultRow;
  /** It was taken again and has no outcome yet. */
  waits: boolean;
  /** It was taken again and could be read. */
  read: boolean;
  onAgain: () => void;
}

function FailedCard({ batch, row, waits, read, onAgain }: FailedCardProps) {
  const problem = useProblem();
  const code = row.error?.code ?? 'ocr_failed';
  return (
    <li className="nr">
      <Thumb batch={batch} filename={row.filename} width={64} take={row.seq} />
      <div style={{ minWidth: 0 }}>
        <Link
          className="mono sm cut"
          style={{ display: 'block' }}
          to={`/batches/${batch}/results?card=${row.position}`}
        >
          {row.filename}
        </Link>
        <div className="sm q" role="status">
          {read ? (
            <CardStateMark mark="succeeded" />
          ) : waits ? (
            <CardStateMark mark="queued" />
          ) : (
            problem(code)
          )}
        </div>
      </div>
      {!read && <AgainButton name={row.filename} waits={waits} onAgain={onAgain} />}
    </li>
  );
}
