import { expect, it } from 'vitest';

import { FieldReading, recordKey, ResultPatch, splitRecordKey } from './results.ts';

it('keys of further records lead back to their field', () => {
  expect([recordKey('titel', 1), recordKey('titel', 2)]).toEqual(['titel', 'titel#2']);
  for (const [key, record] of [
    ['titel', 1],
    ['titel', 2],
    ['Call_No-2', 50],
  ] as const) {
    expect(splitRecordKey(recordKey(key, record))).toEqual({ key, record });
  }
  expect(splitRecordKey('a#0')).toEqual({ key: 'a#0', record: 1 });
});

it('a patch takes the longest key of the last record', () => {
  const key = recordKey('k'.repeat(80), 50);
  expect(ResultPatch.safeParse({ fields: { [key]: 'x' }, verifiedFields: [key] }).success).toBe(true);
});

it('readings from before there were standard forms are readings', () => {
  const old = { value: 'x', confidence: 90, source: 'label', verdict: 'ok' };
  expect(FieldReading.parse(old)).toEqual(old);
});
