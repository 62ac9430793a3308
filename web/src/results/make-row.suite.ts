import type { ResultField, ResultRow } from '@cardmill/contracts';

/** A result row as the tests need it. */
export const makeRow = (change: Partial<ResultRow> = {}): ResultRow => ({
  cardId: `00000000-0000-4000-8000-${String(change.position ?? 1).padStart(12, '0')}`,
  filename: `card-${change.position ?? 1}.jpg`,
  page: 1,
  position: 1,
  seq: 1,
  version: 1,
  status: 'succeeded',
  confidence: 90,
  text: 'Feldmann, Heinrich August',
  fields: {},
  verified: null,
  flags: [],
  error: null,
  durationMs: 1_200,
  ...change,
});

export const makeField = (change: Partial<ResultField> = {}): ResultField => ({
  value: 'Spez.12.345',
  confidence: 91,
  source: 'label',
  verdict: 'ok',
  edit: null,
  verified: null,
  ...change,
});
