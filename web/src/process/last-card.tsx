import type { Batch, CardOutcome } from '@cardmill/contracts';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

import { listResults } from '../api/results.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { CardStateMark } from '../parts/status.tsx';
import { Value } from '../parts/value.tsx';
import { cardFields } from '../results/card-fields.ts';
import { Viewer } from '../viewer/viewer.tsx';

/** The card read last, large on the desk, with what was read beside it. */
export function LastCard({ batch, last }: { batch: Batch; last: CardOutcome | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problem = useProblem();
  if (last === null) {
    return (
      <section className="desk just">
        <p className="q sm" style={{ display: 'grid', placeItems: 'center', minHeight: 160 }}>
          {t('process.none')}
        </p>
      </section>
    );
  }
  return (
    <section className="desk just" aria-label={t('process.lastCard')}>
      <Viewer batch={batch.name} filename={last.filename} />
      {/* Long values scroll beside the image: by keyboard too. */}
      <div className="vals" tabIndex={0} role="group" aria-label={t('results.values')}>
        <div>
          <div className="sm q">{t('process.lastCard')}</div>
          <div className="row" style={{ gap: 10, flexWrap: 'wrap' }}>
            <span className="mono cut" style={{ fontWeight: 500 }}>
              {last.filename}
            </span>
            {last.durationMs !== null && <span className="sm q num">{format.seconds(last.durationMs)}</span>}
          </div>
        </div>
        {last.error !== null && (
          <div>
            <CardStateMark mark="failed" />
            <p className="sm q" style={{ marginTop: 4 }}>
              {problem(last.error.code)}
            </p>
          </div>
        )}
        {last.fields !== null && <Records batch={batch} fields={last.fields} />}
        {batch.fields.length === 0 && last.error === null && <WholeText batch={batch.name} last={last} />}
      </div>
    </section>
  );
}

/** Every record that stands on the card. */
function Records({ batch, fields }: { batch: Batch; fields: NonNullable<CardOutcome['fields']> }) {
  const { t } = useTranslation();
  const records = cardFields(batch.fields, { fields });
  return records.map((record, i) => (
    <Fragment key={record[0]?.record ?? i}>
      {records.length > 1 && (
        <h3 className="h-part">{t('results.record', { current: i + 1, total: records.length })}</h3>
      )}
      {record.map(({ key, field }) => (
        <div key={key} style={{ minWidth: 0 }}>
          <div className="xs q">{field.label}</div>
          <div style={{ fontSize: '0.8125rem', lineHeight: '1.1875rem' }}>
            <Value machine={fields[key]?.value ?? null} edit={null} />
          </div>
        </div>
      ))}
    </Fragment>
  ));
}

/** Without fields the text itself is what was wanted; outcomes do not carry it. */
function WholeText({ batch, last }: { batch: string; last: CardOutcome }) {
  const { data } = useQuery({
    queryKey: ['text', last.cardId, last.seq],
    queryFn: ({ signal }) => listResults(batch, { since: last.seq - 1, limit: 20 }, signal),
    staleTime: Infinity,
  });
  const row = data?.find((one) => one.cardId === last.cardId);
  return row === undefined ? null : <p className="v fulltext">{row.text}</p>;
}
