import type { Field, ResultRow } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { Value } from '../parts/value.tsx';
import { type CardField, cardFields } from './card-fields.ts';
import { leadFields, shownValue } from './view.ts';

const COLUMNS = ['cut lead', 'cut l2', 'cut l3'];

/** What stands on a card, as a block to be read: the first fields in columns, the others run in; every record of it. */
export function RowValues({ fields, row }: { fields: readonly Field[]; row: ResultRow }) {
  const { t } = useTranslation();
  if (fields.length === 0) {
    return (
      <div className="wide">
        <span className="run v" style={{ WebkitLineClamp: 3 }}>
          {row.text === null || row.text === '' ? t('results.noText') : row.text}
        </span>
      </div>
    );
  }
  const leads = leadFields(fields);
  const [first = [], ...others] = cardFields(fields, row);
  return (
    <>
      {leads.map((field, place) => (
        <span key={field.key} className={COLUMNS[place]}>
          <OneValue row={row} part={{ key: field.key }} />
        </span>
      ))}
      <RunIn leads={leads} row={row} parts={first} />
      {others.map((record) => (
        <Record key={record[0]?.record} leads={leads} row={row} record={record} />
      ))}
    </>
  );
}

interface Part {
  leads: readonly Field[];
  row: ResultRow;
}

/** A further record of the card, under the first and in the same columns. */
function Record({ leads, row, record }: Part & { record: readonly CardField[] }) {
  const { t } = useTranslation();
  const number = record[0]?.record ?? 1;
  return (
    <div className="wide rec" role="group" aria-label={t('results.recordNumber', { number })}>
      {leads.map((field, place) => {
        const part = record.find((one) => one.field.key === field.key);
        return (
          <span key={field.key} className={COLUMNS[place]}>
            {part !== undefined && <OneValue row={row} part={part} />}
          </span>
        );
      })}
      <RunIn leads={leads} row={row} parts={record} />
    </div>
  );
}

/** What has no column of its own, each value behind its label; nothing for what is empty. */
function RunIn({ leads, row, parts }: Part & { parts: readonly CardField[] }) {
  const third = parts.find(({ field }) => field === leads[2]);
  const others = parts.filter(({ key, field }) => !leads.includes(field) && shownValue(row, key) !== '');
  if (third === undefined && others.length === 0) return null;
  return (
    <div className="wide run">
      {third !== undefined && (
        <span className="l3-run">
          <i>{third.field.label}</i>
          <OneValue row={row} part={third} />
        </span>
      )}
      {others.map((part) => (
        <span key={part.key}>
          <i>{part.field.label}</i>
          <OneValue row={row} part={part} />
        </span>
      ))}
    </div>
  );
}

function OneValue({ row, part }: { row: ResultRow; part: Pick<CardField, 'key'> }) {
  const value = row.fields[part.key];
  return <Value machine={value?.value ?? null} edit={value?.edit?.value ?? null} />;
}
