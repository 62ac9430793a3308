import type { CardOutcome } from '@cardmill/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { listResults } from '../api/results.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { CardStateMark } from '../parts/status.tsx';
import { Value } from '../parts/value.tsx';
import { needsCheck } from '../results/check.ts';

const SHOWN = 8;
type Recent = Pick<CardOutcome, 'cardId' | 'seq' | 'filename' | 'status' | 'fields' | 'confidence'>;

/** The cards read before the one on the desk: read once over HTTP, so that a reload shows them too, then heard. */
export function ReadBefore({ live, before }: { live: BatchLive; before: number }) {
  const { t } = useTranslation();
  const { batch, watch } = live;
  const { data } = useQuery({
    queryKey: ['recent', batch.name, batch.run],
    queryFn: ({ signal }) =>
      listResults(batch.name, { since: Math.max(0, batch.progress.seq - SHOWN - 2), limit: 50 }, signal),
    staleTime: Infinity,
  });
  const recent = useMemo(() => {
    const all = new Map<string, Recent>();
    for (const row of data ?? [])
      if (row.status !== 'cancelled') all.set(row.cardId, { ...row, status: row.status });
    for (const outcome of watch.outcomes.values()) all.set(outcome.cardId, outcome);
    return [...all.values()]
      .filter((one) => one.seq < before)
      .toSorted((a, b) => b.seq - a.seq)
      .slice(0, SHOWN);
  }, [data, watch.outcomes, before]);
  const [lead] = batch.fields;
  if (recent.length === 0) return null;
  return (
    <>
      <h2 className="h-part" style={{ padding: '18px 0 4px' }}>
        {t('process.before')}
      </h2>
      <ul>
        {recent.map((one) => (
          <li key={one.cardId} className="lb4">
            <span className="mono cut q">{one.filename}</span>
            <span className="cut">
              {lead === undefined ? null : (
                <Value machine={one.fields?.[lead.key]?.value ?? null} edit={null} />
              )}
            </span>
            <CardStateMark
              mark={one.status === 'failed' ? 'failed' : needsCheck(one) ? 'check' : 'succeeded'}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
