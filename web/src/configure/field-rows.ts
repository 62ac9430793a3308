import { completeFields, type Field, type FieldInput, type LineSpan } from '@cardmill/contracts';

/** A field while it is edited: it may have no name yet. `id` is this page's own, so that rows keep their place. */
export interface FieldRow extends Omit<Field, 'key' | 'lines'> {
  readonly id: number;
  /** Absent for a new field: the server makes it from the name until the batch is started. */
  readonly key?: string;
  /** Null: the place on the card says nothing. */
  readonly lines: LineSpan | null;
}

let lastId = 0;
const nextId = (): number => (lastId += 1);

export const toRows = (fields: readonly Field[]): FieldRow[] =>
  fields.map((field) => ({ ...field, lines: field.lines ?? null, id: nextId() }));

/** Rows of fields that are shown already go on being those rows: what is open stays open. */
export function sameRows(rows: readonly FieldRow[], before: readonly FieldRow[]): FieldRow[] {
  const shown = new Map([...keysOf(before)].map(([id, key]) => [key, id]));
  return rows.map((row) => ({ ...row, id: shown.get(row.key ?? '') ?? row.id }));
}

/** The same rows after a reload, when ids are given out anew. */
export const renumbered = (rows: readonly FieldRow[]): FieldRow[] =>
  rows.map((row) => ({ ...row, id: nextId() }));

export const newRow = (): FieldRow => ({
  id: nextId(),
  label: '',
  kind: 'text',
  synonyms: [],
  zone: null,
  lines: null,
  pattern: null,
  vocabulary: [],
  required: false,
});

/** What is saved: every part of each field that has a name. */
export const toInputs = (rows: readonly FieldRow[]): FieldInput[] =>
  rows
    .filter((row) => row.label.trim() !== '')
    .map((row) => {
      const { id: _id, lines, ...field } = row;
      return { ...field, label: field.label.trim(), ...(lines === null ? {} : { lines }) };
    });

/** The row at another place, counted from 0; outside of the list nothing changes. */
export function placeRow(rows: readonly FieldRow[], id: number, to: number): readonly FieldRow[] {
  const from = rows.findIndex((row) => row.id === id);
  const row = rows[from];
  if (row === undefined || to === from || to < 0 || to >= rows.length) return rows;
  return rows.toSpliced(from, 1).toSpliced(to, 0, row);
}

/** The row one place up or down. */
export function moveRow(rows: readonly FieldRow[], id: number, by: -1 | 1): readonly FieldRow[] {
  return placeRow(rows, id, rows.findIndex((row) => row.id === id) + by);
}
export const changeRow = (
  rows: readonly FieldRow[],
  id: number,
  part: Partial<FieldRow>,
): readonly FieldRow[] => rows.map((row) => (row.id === id ? { ...row, ...part } : row));

/** The key that each row's field has or will get, by the row's id; a row without a name has none. */
export function keysOf(rows: readonly FieldRow[]): ReadonlyMap<number, string> {
  const named = rows.filter((row) => row.label.trim() !== '');
  const fields = completeFields(toInputs(named));
  return new Map(named.flatMap((row, i) => [[row.id, fields[i]?.key ?? '']]));
}
