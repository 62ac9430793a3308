import { type Field, recordKey, splitRecordKey } from '@cardmill/contracts';

/** One value of a card: its own key, the field it belongs to, and in which record of the card it stands. */
export interface CardField {
  readonly key: string;
  readonly field: Field;
  /** Counted from 1. */
  readonly record: number;
}

/** Every value of a card, record by record in template order. Further records have the values that were read for them. */
export function cardFields(
  fields: readonly Field[],
  row: { readonly fields: Readonly<Record<string, unknown>> },
): CardField[][] {
  const records = Math.max(1, ...Object.keys(row.fields).map((key) => splitRecordKey(key).record));
  return Array.from({ length: records }, (_, i) => {
    const record = i + 1;
    return fields.flatMap((field) => {
      const key = recordKey(field.key, record);
      return record === 1 || row.fields[key] !== undefined ? [{ key, field, record }] : [];
    });
  }).filter((record) => record.length > 0);
}
