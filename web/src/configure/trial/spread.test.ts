import { expect, it } from 'vitest';

import { spread } from './spread.ts';

const drawer = Array.from({ length: 1_240 }, (_, i) => i + 1);

it('goes over the whole drawer, from its first card to its last', () => {
  expect(spread(drawer, 5)).toEqual([1, 311, 621, 930, 1_240]);
});

it('is all there is when that is not more', () => {
  expect(spread([1, 2], 5)).toEqual([1, 2]);
  expect(spread([], 5)).toEqual([]);
});
