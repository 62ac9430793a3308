import { describe, expect, it } from 'vitest';

import { characterErrorRate } from './character-error-rate.ts';
import { compareValue, fieldAccuracy, foldValue } from './compare-value.ts';
import { errorRates, rateOf, textErrors } from './error-rates.ts';
import { reviewCurve } from './review-curve.ts';
import { mean, median, quantile } from './statistics.ts';

describe('a value', () => {
  it.each([
    ['Abegg & Cie.', 'abegg  &\ncie', 'right'],
    ['SPEZ. 12.345', 'Spez.12.345', 'right'],
    ['Wohltempe-\nriertes', 'Wohltemperiertes', 'right'],
    ['Ko\u0308ln', 'Köln', 'right'],
    ['Grösse', 'Größe', 'wrong'],
    ['1907', '1901', 'wrong'],
    [null, '1901', 'missing'],
    [' . ', '1901', 'missing'],
    [null, '', 'empty'],
    ['x', ' – ', 'invented'],
  ])('%j, where the truth is %j, is %s', (read, truth, expected) => {
    expect(compareValue([read], truth)).toBe(expected);
  });

  it('is right in any of its forms', () => {
    expect(compareValue(['12. März 1907', '1907-03-12'], '1907-03-12')).toBe('right');
    expect(compareValue(['12. März 1907', '1907-03-12'], '12.März 1907')).toBe('right');
    expect(compareValue(['12. März 1907', undefined], '1907-03-12')).toBe('wrong');
  });

  it('keeps marks that have no letter of their own', () => {
    expect(foldValue('x\u0323')).not.toBe(foldValue('x'));
  });
});

describe('the accuracy of a field', () => {
  it('is the share of the values on the cards that was read right; what is not there does not flatter it', () => {
    const accuracy = fieldAccuracy(['right', 'right', 'right', 'wrong', 'missing', 'empty', 'invented']);
    expect(accuracy).toEqual({ right: 3, wrong: 1, missing: 1, empty: 1, invented: 1, accuracy: 0.6 });
    expect(fieldAccuracy(['empty', 'empty']).accuracy).toBeNull();
  });
});

describe('error rates of a sample', () => {
  it('are the mean and the middle of the cards, and all edits by all characters', () => {
    const cards = [
      textErrors('abcdefghiX', 'abcdefghij'),
      textErrors('ab', 'ab'),
      textErrors('nothing of it', 'q'),
    ];
    expect(cards.map(rateOf)).toEqual([0.1, 0, 1]);
    const rates = errorRates(cards);
    expect(rates?.mean).toBeCloseTo(1.1 / 3);
    expect(rates?.median).toBeCloseTo(0.1);
    expect(rates?.pooled).toBeCloseTo((1 + 0 + 11) / 13);
    expect(errorRates([])).toBeNull();
  });

  it.each([
    ['abcXefg', 'abcdefg'],
    ['ghost', ''],
    ['', ''],
    ['', 'lost'],
    ['x'.repeat(900), 'abc'],
  ])('of %j are those of the one measure', (read, truth) => {
    expect(rateOf(textErrors(read, truth))).toBe(characterErrorRate(read, truth));
  });

  it('are known in time when a card of dust is held against a short truth', () => {
    const { edits } = textErrors('x'.repeat(2_000_000), 'y'.repeat(1_000));
    expect(edits).toBe(2_000_000);
  });
});

describe('the curve', () => {
  const items = [
    { confidence: 95, errors: 0 },
    { confidence: 40, errors: 1 },
    { confidence: null, errors: 1 },
    { confidence: 90, errors: 1 },
    { confidence: 60, errors: 0 },
  ];
  const at = (stopAt: number) => reviewCurve(items).find((point) => point.stopAt === stopAt);

  it('says what remains when everything below a confidence has been reviewed', () => {
    expect(at(0)).toEqual({ stopAt: 0, reviewed: 0, errorsLeft: 1, errors: 3 });
    // What has no value is looked at first.
    expect(at(5)).toEqual({ stopAt: 5, reviewed: 1 - 4 / 5, errorsLeft: 2 / 3, errors: 2 });
    expect(at(45)).toMatchObject({ errors: 1, errorsLeft: 1 / 3 });
    // What has this very confidence is not below it.
    expect(at(90)).toMatchObject({ errors: 1 });
    expect(at(95)).toMatchObject({ errors: 0, errorsLeft: 0 });
    expect(at(100)?.reviewed).toBe(1);
  });

  it('only ever reviews more and leaves less', () => {
    const curve = reviewCurve(items);
    for (const [i, point] of curve.entries()) {
      expect(point.reviewed).toBeGreaterThanOrEqual(curve[i - 1]?.reviewed ?? 0);
      expect(point.errorsLeft).toBeLessThanOrEqual(curve[i - 1]?.errorsLeft ?? 1);
    }
  });

  it('has nothing to say about nothing, and no error left where there was none', () => {
    expect(reviewCurve([])).toEqual([]);
    expect(reviewCurve([{ confidence: 50, errors: 0 }]).every((point) => point.errorsLeft === 0)).toBe(true);
  });
});

it('means, middles and quantiles', () => {
  expect([mean([]), median([]), quantile([], 0.5)]).toEqual([null, null, null]);
  expect(mean([1, 2, 6])).toBe(3);
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  expect([quantile(hundred, 0.95), quantile([7], 0.95)]).toEqual([95, 7]);
});
