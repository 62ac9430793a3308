import type { Field, FieldInput } from '@cardmill/contracts';

/** A field while it is edited: it may have no name yet. `id` is this page's own, so that rows keep their place. */
export interface FieldRow extends Omit<Field, 'key'> {
  readonly id: number;
  /** Absent for a new field: the server makes it from the name until the batch is started. */
  readonly key?: string;
}

let lastId = 0;
const nextId = (): number => (lastId += 1);

export const toRows = (fields: readonly Field[]): FieldRow[] =>
  fields.map((field) => ({ ...field, id: nextId() }));

export const newRow = (): FieldRow => ({
  id: nextId(),
  label: '',
  kind: 'text',
  synonyms: [],
  zone: null,
  pattern: null,
  vocabulary: [],
  required: false,
});

/** What is saved: every part of each field that has a name. */
export const toInputs = (rows: readonly FieldRow[]): FieldInput[] =>
  rows
    .filter((row) => row.label.trim() !== '')
    .map((row) => {
      const { id: _id, ...field } = row;
      return { ...field, label: field.label.trim() };
    });

/** The row at another place; outside of the list nothing changes. */
export function moveRow(rows: readonly FieldRow[], id: number, by: -1 | 1): readonly FieldRow[] {
  const from = rows.findIndex((row) => row.id === id);
  const to = from + by;
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  return rows.toSpliced(from, 1).toSpliced(to, 0, row);
}

export const changeRow = (
  rows: readonly FieldRow[],
  id: number,
  part: Partial<FieldRow>,
): readonly FieldRow[] => rows.map((row) => (row.id === id ? { ...row, ...part } : row));
