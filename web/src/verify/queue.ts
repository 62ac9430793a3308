import type { ResultRow } from '@cardmill/contracts';

import { hasReading, needsCheck } from '../results/check.ts';

export const QUEUES = ['check', 'all'] as const;
export type Queue = (typeof QUEUES)[number];
export const ORDERS = ['unsure', 'drawer'] as const;
export type Order = (typeof ORDERS)[number];

/** The card as the machine left it. What people did since moves no card in its queue: nothing jumps under their hands. */
const untouched = (row: ResultRow): ResultRow => ({
  ...row,
  fields: Object.fromEntries(
    Object.entries(row.fields).map(([key, field]) => [key, { ...field, edit: null, verified: null }]),
  ),
});

/** Rows are never changed in place, so what was worked out for one holds: with ten thousand an edit must not count all anew. */
const doubts = new WeakMap<ResultRow, { readonly check: boolean; readonly sureness: number }>();
function doubtOf(row: ResultRow): { readonly check: boolean; readonly sureness: number } {
  const known = doubts.get(row);
  if (known !== undefined) return known;
  const doubt = { check: needsCheck(untouched(row)), sureness: sureness(row) };
  doubts.set(row, doubt);
  return doubt;
}

/** 0 for a broken rule, else the confidence of the least sure value: what is lowest is looked at first. */
export function sureness(row: ResultRow): number {
  const fields = Object.values(row.fields);
  const values = fields.flatMap((field) => {
    if (field.verdict === 'empty') return [];
    return field.verdict === 'ok' ? (field.confidence ?? []) : 0;
  });
  return values.length === 0 ? (row.confidence ?? 0) : Math.min(...values);
}

export interface ReviewQueue {
  /** In the order they are looked at. */
  readonly rows: readonly ResultRow[];
  readonly verified: number;
}

/** The cards of a review. Those that could not be read have nothing to verify. */
export function queueOf(all: readonly ResultRow[], queue: Queue, order: Order): ReviewQueue {
  const rows = all.filter((row) => hasReading(row) && (queue === 'all' || doubtOf(row).check));
  const sorted =
    order === 'drawer'
      ? rows
      : rows.toSorted((a, b) => doubtOf(a).sureness - doubtOf(b).sureness || a.position - b.position);
  return { rows: sorted, verified: rows.filter((row) => row.verified !== null).length };
}

/** The next card nobody has verified, after this place and then from the front; null when there is none. */
export function nextOpen(rows: readonly ResultRow[], from: number): ResultRow | null {
  const order = [...rows.slice(from + 1), ...rows.slice(0, Math.max(0, from))];
  return order.find((row) => row.verified === null) ?? null;
}
