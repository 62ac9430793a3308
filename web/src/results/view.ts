import type { Field, ResultRow } from '@cardmill/contracts';

import { type CardFacts, factsOf, searchTextOf } from './card-facts.ts';

export const FILTERS = ['all', 'check', 'invalid', 'unsure', 'edited', 'verified', 'notRead'] as const;
export type Filter = (typeof FILTERS)[number];
export const asFilter = (value: string | null): Filter => FILTERS.find((filter) => filter === value) ?? 'all';

const fits = (facts: CardFacts, filter: Filter): boolean => filter === 'all' || facts[filter];

export function countsOf(rows: readonly ResultRow[]): Record<Filter, number> {
  const counts = { all: rows.length, check: 0, invalid: 0, unsure: 0, edited: 0, verified: 0, notRead: 0 };
  for (const row of rows) {
    const facts = factsOf(row);
    for (const filter of FILTERS) if (filter !== 'all' && facts[filter]) counts[filter] += 1;
  }
  return counts;
}

export const SORTS = ['position', 'name', 'confidence', 'recent', 'time', 'state'] as const;
/** `field:<key>` sorts by that field's value. */
export type Sort = (typeof SORTS)[number] | `field:${string}`;

const isFieldSort = (value: string): value is `field:${string}` => value.startsWith('field:');

/** The order that an address asks for; drawer order when it is none of this batch. */
export function asSort(value: string | null, fields: readonly Field[]): Sort {
  const asked = value ?? 'position';
  if (isFieldSort(asked) && fields.some((field) => asked === `field:${field.key}`)) return asked;
  return SORTS.find((sort) => sort === asked) ?? 'position';
}

export interface Chosen {
  readonly filter: Filter;
  readonly q: string;
  readonly sort: Sort;
}

export const shownValue = (row: ResultRow, key: string): string =>
  row.fields[key]?.edit?.value ?? row.fields[key]?.value ?? '';

/** Where each text stands among all, for an order that goes by texts. */
export type Places = ReadonlyMap<string, number>;
export const NO_PLACES: Places = new Map();

/** An order with what is needed to sort by it. */
export interface Order {
  readonly sort: Sort;
  readonly places: Places;
}

/** The text that an order goes by; null for one that goes by something else. */
export function sortTextOf(sort: Sort): ((row: ResultRow) => string) | null {
  if (sort === 'name') return (row) => row.filename;
  if (!isFieldSort(sort)) return null;
  const key = sort.slice('field:'.length);
  return (row) => shownValue(row, key);
}

/**
 * The rows a person asked for, in the order they asked for.
 * @param keep places of rows that stay although the filter lets them go: a card is not taken away under someone's hands
 */
export function chooseRows(
  rows: readonly ResultRow[],
  { filter, q }: Pick<Chosen, 'filter' | 'q'>,
  order: Order,
  keep: ReadonlySet<number> = new Set(),
): readonly ResultRow[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const hits = rows.filter(
    (row) => keep.has(row.position) || (fits(factsOf(row), filter) && holds(row, words)),
  );
  switch (order.sort) {
    case 'position':
      return hits;
    case 'confidence':
      return hits.toSorted((a, b) => (a.confidence ?? -1) - (b.confidence ?? -1));
    case 'recent':
      return hits.toSorted((a, b) => b.seq - a.seq);
    case 'time':
      return hits.toSorted((a, b) => (b.durationMs ?? -1) - (a.durationMs ?? -1));
    case 'state':
      return hits.toSorted((a, b) => rank(a) - rank(b));
    default:
      return byPlace(hits, order);
  }
}

/** A text that came a moment ago has no place yet: it stands at the end until it has. */
function byPlace(rows: readonly ResultRow[], { sort, places }: Order): readonly ResultRow[] {
  const textOf = sortTextOf(sort) ?? (() => '');
  const placed = rows.map((row) => ({ row, place: places.get(textOf(row)) ?? places.size }));
  return placed.toSorted((a, b) => a.place - b.place).map(({ row }) => row);
}

const holds = (row: ResultRow, words: readonly string[]): boolean =>
  words.every((word) => searchTextOf(row).includes(word));

/** What asks for a person first. */
const rank = (row: ResultRow): number =>
  row.status !== 'succeeded' ? 0 : factsOf(row).check ? 1 : row.verified === null ? 2 : 3;

/** The template's first fields, which have a column each; the others run in below. */
export const leadFields = (fields: readonly Field[]): readonly Field[] => fields.slice(0, 3);
