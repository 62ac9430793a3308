import type { Field, ResultRow } from '@cardmill/contracts';
import type { TFunction } from 'i18next';

import { PlainValue } from '../parts/value.tsx';
import { type CardField, cardFields } from './card-fields.ts';
import { leadFields, shownValue } from './view.ts';

const COLUMNS = ['cut lead', 'cut l2', 'cut l3'];

/** What stands on a card, as a block to be read: the first fields in columns, the others run in; every record of it. */
export function RowValues({ fields, row, t }: { fields: readonly Field[]; row: ResultRow; t: TFunction }) {
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
          <OneValue row={row} t={t} part={{ key: field.key }} />
        </span>
      ))}
      <RunIn leads={leads} row={row} t={t} parts={first} />
      {others.map((record) => (
        <Record key={record[0]?.record} leads={leads} row={row} t={t} record={record} />
      ))}
    </>
  );
}

interface Part {
  leads: readonly Field[];
  row: ResultRow;
  t: TFunction;
}

/** A further record of the card, under the first and in the same columns. */
function Record({ leads, row, t, record }: Part & { record: readonly CardField[] }) {
  const number = record[0]?.record ?? 1;
  return (
    <div className="wide rec" role="group" aria-label={t('results.recordNumber', { number })}>
      {leads.map((field, place) => {
        const part = record.find((one) => one.field.key === field.key);
        return (
          <span key={field.key} className={COLUMNS[place]}>
            {part !== undefined && <OneValue row={row} t={t} part={part} />}
          </span>
        );
      })}
      <RunIn leads={leads} row={row} t={t} parts={record} />
    </div>
  );
}

/** What has no column of its own, each value behind its label; nothing for what is empty. */
function RunIn({ leads, row, t, parts }: Part & { parts: readonly CardField[] }) {
  const third = parts.find(({ field }) => field === leads[2]);
  const others = inTwoLines(
    row,
    parts.filter(({ key, field }) => !leads.includes(field) && shownValue(row, key) !== ''),
  );
  if (third === undefined && others.length === 0) return null;
  return (
    <div className="wide run">
      {third !== undefined && (
        <span className="l3-run">
          <i>{third.field.label}</i>
          <OneValue row={row} t={t} part={third} />
        </span>
      )}
      {others.map((part) => (
        <span key={part.key}>
          <i>{part.field.label}</i>
          <OneValue row={row} t={t} part={part} />
        </span>
      ))}
    </div>
  );
}

/** Letters that two lines never hold: what comes after them is cut away, so it is not put there. */
const TWO_LINES = 400;

function inTwoLines(row: ResultRow, parts: readonly CardField[]): readonly CardField[] {
  let letters = 0;
  return parts.filter(({ key, field }) => {
    const fits = letters < TWO_LINES;
    letters += field.label.length + shownValue(row, key).length;
    return fits;
  });
}

function OneValue({ row, t, part }: { row: ResultRow; t: TFunction; part: Pick<CardField, 'key'> }) {
  const value = row.fields[part.key];
  return (
    <PlainValue machine={value?.value ?? null} edit={value?.edit?.value ?? null} empty={t('card.empty')} />
  );
}
