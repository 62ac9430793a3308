import type { ResultField, ReviewGroup } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { groupsOf, recount, sureness } from './review-groups.ts';

const mark = { by: null, at: '2026-11-21T09:14:00.000Z' };
const field = (change: Partial<ResultField> = {}): ResultField => ({
  value: 'Bach',
  confidence: 87,
  source: 'label',
  verdict: 'ok',
  edit: null,
  verified: null,
  ...change,
});
const empty = field({ value: null, confidence: null, verdict: 'empty' });
const row = (fields: Record<string, ResultField>, confidence: number | null = 91) => ({ fields, confidence });
const only = (each: ResultField): ReviewGroup | undefined => groupsOf(row({ each }))[0];

describe('a card in groups', () => {
  it('is as sure as its least sure value; a broken rule is not sure at all', () => {
    expect(sureness(row({ a: field(), b: field({ confidence: 40 }), c: empty }))).toBe(40);
    expect(sureness(row({ a: field({ verdict: 'pattern', confidence: 99 }), b: field() }))).toBe(0);
    expect(sureness(row({ a: empty }, 33))).toBe(33);
    expect(sureness(row({}, null))).toBe(0);
  });

  it('has each value in the step of its confidence', () => {
    const card = row({ a: field({ confidence: 100 }), b: field({ confidence: 64.9 }), c: empty });
    expect(groupsOf(card).map(({ card: step, value }) => [step, value])).toEqual([
      [60, 95],
      [60, 60],
      [60, 'empty'],
    ]);
    expect(only(field({ verdict: 'required', value: null, confidence: null }))?.value).toBe('broken');
  });

  it('takes a verified value for the truth, and an edited one for settled but not for proof', () => {
    const edit = { ...mark, value: 'Bäch' };
    expect(only(field())).toMatchObject({ open: 1, checked: 0, wrong: 0 });
    expect(only(field({ verified: mark }))).toMatchObject({ open: 0, checked: 1, wrong: 0 });
    expect(only(field({ edit, verified: mark }))).toMatchObject({ open: 0, checked: 1, wrong: 1 });
    expect(only(field({ edit }))).toMatchObject({ open: 0, checked: 0, wrong: 0 });
  });

  it('does not count case, spaces and punctuation as errors, nor a date in its other form', () => {
    const as = (value: string, change: Partial<ResultField> = {}) =>
      only(field({ ...change, edit: { ...mark, value }, verified: mark }))?.wrong;
    expect(as('bach.')).toBe(0);
    expect(as('1941-11-18', { value: '18. Nov. 1941', normalised: '1941-11-18' })).toBe(0);
    expect(as('')).toBe(1);
    expect(as('Bach', { value: null, confidence: null, verdict: 'empty' })).toBe(1);
  });
});

describe('counting over', () => {
  const before = row({ a: field(), b: field({ confidence: 40 }) });
  const all = recount(groupsOf(row({ x: field({ confidence: 40 }) })), row({}), before);

  it('moves what was verified, and leaves the rest', () => {
    const after = row({ a: field({ verified: mark }), b: field({ confidence: 40, verified: mark }) });
    const sums = recount(all, before, after).reduce(
      (sum, group) => ({ open: sum.open + group.open, checked: sum.checked + group.checked }),
      { open: 0, checked: 0 },
    );
    expect(sums).toEqual({ open: 1, checked: 2 });
  });

  it('never counts below nothing', () => {
    const twice = recount(recount(all, before, row({})), before, row({}));
    expect(twice.every(({ open, checked, wrong }) => open >= 0 && checked >= 0 && wrong >= 0)).toBe(true);
  });
});
