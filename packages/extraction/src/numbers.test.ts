import { expect, it } from 'vitest';

import { readNumber } from './numbers.ts';

it.each([
  ['12', '12'],
  ['007', '007'],
  ['12.', '12'],
  ['-5', '-5'],
  ['− 5', undefined],
  ['1.234,50', '1234.50'],
  ['1,234.50', '1234.50'],
  ["1'234.50", '1234.50'],
  ['1’234', '1234'],
  ['1 234', '1234'],
  ['1 234,5', '1234.5'],
  ['1.234.567', '1234567'],
  ['1,234,567', '1234567'],
  ['12,5', '12.5'],
  ['12.50', '12.50'],
  ['0,125', '0.125'],
  ['1234,125', '1234.125'],
  ['12.-', '12'],
  ['12,—', '12'],
  ['l2', '12'],
  ['1O5', '105'],
])('%s is %s', (value, normalised) => {
  expect(readNumber(value).normalised).toBe(normalised);
});

it.each(['1.234', '12,345', '1.2.3', '1.23.456', '12 34'])(
  '%s is a number, but which one is open',
  (value) => {
    expect(readNumber(value)).toEqual({ number: true });
  },
);

it.each(['', 'abc', 'lO', '12 S.', 'Nr. 5', '-', '.'])('%s is no number', (value) => {
  expect(readNumber(value)).toEqual({ number: false });
});
