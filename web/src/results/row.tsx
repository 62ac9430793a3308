import type { Field, ResultRow } from '@cardmill/contracts';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { type CardMark, CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { Value } from '../parts/value.tsx';
import { CardTools } from './card-tools.tsx';
import { hasReading, needsCheck, wasEdited } from './check.ts';
import { splitFields } from './view.ts';

/** What a row says first: what a person did weighs more than what the machine thinks. */
export function markOf(row: ResultRow): CardMark {
  if (row.status !== 'succeeded') return row.status;
  if (row.verified !== null) return 'verified';
  if (needsCheck(row)) return 'check';
  return wasEdited(row) ? 'edited' : 'succeeded';
}

export function Row({ live, row, onOpen }: { live: BatchLive; row: ResultRow; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { batch } = live;
  // The whole row is the click area; its button is for the keyboard. Marking text to copy it opens nothing.
  const onClick = (event: MouseEvent): void => {
    const onPart = event.target instanceof Element && event.target.closest('button, a, input') !== null;
    if (!onPart && getSelection()?.isCollapsed !== false) onOpen();
  };
  return (
    <div className="rr body" onClick={onClick}>
      <span className="no num q">
        <button
          type="button"
          data-position={row.position}
          aria-label={t('results.openCard', { number: row.position })}
          aria-expanded={false}
          onClick={onOpen}
        >
          {format.number(row.position)}
        </button>
      </span>
      <span className="pic">
        <Thumb batch={batch.name} filename={row.filename} width={104} take={row.seq} />
      </span>
      {hasReading(row) ? <Values fields={batch.fields} row={row} /> : <NotRead live={live} row={row} />}
      <div className="state">
        <CardStateMark mark={markOf(row)} />
        <div className="mono xs q cut" style={{ marginTop: 3, paddingLeft: 22 }}>
          {row.filename}
        </div>
      </div>
      <span className="conf num q sm">{row.confidence === null ? '–' : format.percent(row.confidence)}</span>
    </div>
  );
}

function Values({ fields, row }: { fields: readonly Field[]; row: ResultRow }) {
  const { t } = useTranslation();
  const { leads, others } = splitFields(fields);
  if (fields.length === 0) {
    return (
      <div className="wide">
        <span className="run v" style={{ WebkitLineClamp: 3 }}>
          {row.text === null || row.text === '' ? t('results.noText') : row.text}
        </span>
      </div>
    );
  }
  const third = leads[2];
  const filled = others.filter(
    (field) => (row.fields[field.key]?.edit?.value ?? row.fields[field.key]?.value ?? '') !== '',
  );
  return (
    <>
      {leads.map((field, place) => (
        <span key={field.key} className={['cut lead', 'cut l2', 'cut l3'][place]}>
          <OneValue row={row} field={field} />
        </span>
      ))}
      <div className="wide run">
        {third !== undefined && (
          <span className="l3-run">
            <i>{third.label}</i>
            <OneValue row={row} field={third} />
          </span>
        )}
        {filled.map((field) => (
          <span key={field.key}>
            <i>{field.label}</i>
            <OneValue row={row} field={field} />
          </span>
        ))}
      </div>
    </>
  );
}

function OneValue({ row, field }: { row: ResultRow; field: Field }) {
  const value = row.fields[field.key];
  return <Value machine={value?.value ?? null} edit={value?.edit?.value ?? null} />;
}

function NotRead({ live, row }: { live: BatchLive; row: ResultRow }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const code = row.error?.code;
  return (
    <div className="wide" style={{ gridRow: '1 / 3' }}>
      <p>{code === undefined ? t('results.cancelled') : problem(code)}</p>
      {row.status === 'failed' && <CardTools live={live} row={row} />}
    </div>
  );
}
