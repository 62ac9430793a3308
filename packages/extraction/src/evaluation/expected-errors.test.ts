import type { ReviewGroup } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { expectedErrors, MEASURED } from './expected-errors.ts';

const group = (value: ReviewGroup['value'], open: number, checked = 0, wrong = 0, card = 0): ReviewGroup => ({
  card,
  value,
  open,
  checked,
  wrong,
});
const errorsOf = (...groups: ReviewGroup[]): number => expectedErrors(groups).errors;
/** A drawer as one finds it: many sure values, few unsure ones, some never found. */
const drawer = [
  group(95, 400, 0, 0, 60),
  group(80, 300, 0, 0, 60),
  group(50, 60, 0, 0, 50),
  group('empty', 200, 0, 0, 60),
  group('broken', 20, 0, 0, 0),
];

describe('errors expected', () => {
  it('are those of the measured rates while nobody verified anything', () => {
    const measured = drawer.reduce((sum, { value, open }) => sum + open * MEASURED(value).wrong, 0);
    const { errors, low, high, rests } = expectedErrors(drawer);
    expect(errors).toBeCloseTo(measured);
    expect(rests).toBe('first');
    expect(low).toBeLessThan(errors);
    expect(high).toBeGreaterThan(errors);
  });

  it('are none where everything was verified, and none of nothing', () => {
    for (const groups of [[], [group(50, 0, 60, 20), group('empty', 0, 10, 3)]]) {
      expect(expectedErrors(groups)).toMatchObject({ errors: 0, low: 0, high: 0, rests: 'verified' });
    }
  });

  it('fall with every value that is verified as it was read, and never below none', () => {
    for (const [place, { open, value }] of drawer.entries()) {
      let before = errorsOf(...drawer);
      for (let checked = 1; checked <= open; checked += 1) {
        const now = drawer.map((each, i) =>
          i === place ? { ...each, open: open - checked, checked } : each,
        );
        const errors = errorsOf(...now);
        // Nothing was expected of the empty ones.
        if (value === 'empty') expect(errors).toBeCloseTo(before);
        else expect(errors).toBeLessThan(before);
        expect(errors).toBeGreaterThanOrEqual(0);
        before = errors;
      }
    }
  });

  it('take nothing for granted of empty values: a drawer may ask for what few cards have', () => {
    expect(expectedErrors([group('empty', 200)])).toMatchObject({ errors: 0, high: 0, rests: 'first' });
    // 27 good cards of nine fields, four of them on few cards: the errors are those of what was read.
    const drawerOf27 = [group(95, 135), group('empty', 108)];
    expect(expectedErrors(drawerOf27)).toEqual({
      ...expectedErrors([group(95, 135)]),
      points: expect.any(Array),
    });
    expect(errorsOf(...drawerOf27)).toBeLessThan(8);
  });

  it('learn of empty values from those that were verified in this batch', () => {
    const after = (wrong: number) => expectedErrors([group('empty', 100, 20, wrong)]);
    expect(after(0)).toMatchObject({ errors: 0, rests: 'verified' });
    expect(after(5).errors).toBeCloseTo(20);
    expect(after(5).high).toBeGreaterThan(30);
    // What is missing says nothing about what was read.
    const read = group(95, 100);
    expect(errorsOf(read, group('empty', 0, 20, 20))).toBeCloseTo(errorsOf(read));
  });

  it('know next to nothing of broken rules at first, and soon what this batch shows', () => {
    const { low, high } = expectedErrors([group('broken', 10)]);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(9);
    expect(errorsOf(group('broken', 10, 10, 0))).toBeLessThan(1);
  });

  it('are never more than the values that are open, however wrong the batch is', () => {
    for (const wrong of [0, 5, 40]) {
      const groups = [group(95, 30, 40, wrong), group('empty', 3, 40, wrong)];
      const { errors, low, high } = expectedErrors(groups);
      expect(errors).toBeLessThanOrEqual(33);
      expect(high).toBeLessThanOrEqual(33);
      expect(low).toBeGreaterThanOrEqual(0);
    }
  });

  it('go by confidence: what the least sure values were says nothing about the sure ones', () => {
    // 60 of the least sure were verified, 36 wrong: just what was to be expected of them.
    const found = Math.round(60 * MEASURED(50).wrong);
    const open = [group(95, 400)];
    expect(errorsOf(group(50, 0, 60, found), ...open)).toBeCloseTo(errorsOf(...open), 0);
  });

  it('come to be the rate of this batch, up or down', () => {
    const rate = (wrong: number) => errorsOf(group(90, 100, 900, wrong)) / 100;
    expect(rate(450)).toBeCloseTo(0.5, 1);
    expect(rate(0)).toBeLessThan(0.01);
    expect(expectedErrors([group(90, 100, 900, 9)]).rests).toBe('verified');
  });

  it('are raised everywhere by a batch that is worse, and lowered only where it was seen to be better', () => {
    const open = group(95, 400);
    expect(errorsOf(group(50, 0, 60, 60), open)).toBeGreaterThan(errorsOf(open) * 1.2);
    expect(errorsOf(group(50, 0, 60, 0), open)).toBeCloseTo(errorsOf(open));
  });

  it('are said for every place to stop, the least sure cards first', () => {
    const { points, errors } = expectedErrors(drawer);
    expect(points[0]).toEqual({ stopAt: 0, values: 0, errors });
    expect(points.at(-1)).toEqual({ stopAt: 100, values: 980, errors: 0 });
    expect(points.find(({ stopAt }) => stopAt === 55)).toMatchObject({ values: 80 });
    for (const [i, point] of points.entries()) {
      expect(point.errors).toBeLessThanOrEqual(points[i - 1]?.errors ?? Infinity);
      expect(point.values).toBeGreaterThanOrEqual(points[i - 1]?.values ?? 0);
    }
  });
});
