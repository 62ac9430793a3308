import type { Field, ResultRow } from '@cardmill/contracts';

import { hasReading, needsCheck, wasEdited } from './check.ts';

export const FILTERS = ['all', 'check', 'edited', 'verified', 'notRead'] as const;
export type Filter = (typeof FILTERS)[number];
export const asFilter = (value: string | null): Filter => FILTERS.find((filter) => filter === value) ?? 'all';

const FITS: Record<Filter, (row: ResultRow) => boolean> = {
  all: () => true,
  check: (row) => row.status === 'succeeded' && row.verified === null && needsCheck(row),
  edited: wasEdited,
  verified: (row) => row.verified !== null,
  notRead: (row) => !hasReading(row),
};

export const countsOf = (rows: readonly ResultRow[]): Record<Filter, number> => ({
  all: rows.length,
  check: rows.filter(FITS.check).length,
  edited: rows.filter(FITS.edited).length,
  verified: rows.filter(FITS.verified).length,
  notRead: rows.filter(FITS.notRead).length,
});

/** `field:<key>` sorts by that field's value. */
export type Sort = 'position' | 'name' | 'confidence' | 'state' | `field:${string}`;

export interface Chosen {
  readonly filter: Filter;
  readonly q: string;
  readonly sort: Sort;
}

export const shownValue = (row: ResultRow, key: string): string =>
  row.fields[key]?.edit?.value ?? row.fields[key]?.value ?? '';

/** The rows a person asked for, in the order they asked for. */
export function chooseRows(
  rows: readonly ResultRow[],
  { filter, q, sort }: Chosen,
  collator: Intl.Collator,
): readonly ResultRow[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hits = rows.filter((row) => FITS[filter](row) && holds(row, words));
  switch (sort) {
    case 'position':
      return hits;
    case 'name':
      return hits.toSorted((a, b) => collator.compare(a.filename, b.filename));
    case 'confidence':
      return hits.toSorted((a, b) => (a.confidence ?? -1) - (b.confidence ?? -1));
    case 'state':
      return hits.toSorted((a, b) => rank(a) - rank(b));
    default: {
      const key = sort.slice('field:'.length);
      return hits.toSorted((a, b) => collator.compare(shownValue(a, key), shownValue(b, key)));
    }
  }
}

function holds(row: ResultRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const edits = Object.values(row.fields).map((field) => `${field.value ?? ''} ${field.edit?.value ?? ''}`);
  const text = [row.filename, row.text ?? '', ...edits].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/** What asks for a person first. */
const rank = (row: ResultRow): number =>
  row.status !== 'succeeded' ? 0 : FITS.check(row) ? 1 : row.verified === null ? 2 : 3;

/** The template's first fields as columns, the others run in below. */
export const splitFields = (
  fields: readonly Field[],
): { leads: readonly Field[]; others: readonly Field[] } => ({
  leads: fields.slice(0, 3),
  others: fields.slice(3),
});
