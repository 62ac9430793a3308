import { expect, it } from 'vitest';

import { skeletonOf, weightedDistance } from './confusions.ts';

it.each([
  ['komponist', 'komponist', 0],
  ['komponlst', 'komponist', 0.25],
  ['kornponist', 'komponist', 0.25],
  ['komponist', 'kornponist', 0.25],
  ['vcrfasser', 'verfasser', 0.25],
  ['0rt', 'ort', 0.25],
  ['kiinstler', 'kunstler', 0.25],
  ['strabe', 'strasse', 0.25],
  ['komponxst', 'komponist', 1],
  ['komponst', 'komponist', 1],
  ['komponist', 'komponst', 1],
  ['nr1z', 'nr12', 0.25],
])('%s is %s away by %f', (read, wanted, distance) => {
  expect(weightedDistance(read, wanted, 2)).toBe(distance);
});

it('never takes one number for another', () => {
  expect(weightedDistance('1941', '1947', 3)).toBeNull();
  expect(weightedDistance('nr1', 'nr12', 3)).toBeNull();
  expect(weightedDistance('b8', 'b3', 3)).toBeNull();
});

it('ends above the limit', () => {
  expect(weightedDistance('tafel', 'titel', 1)).toBeNull();
  expect(weightedDistance('a', 'abcdefgh', 3)).toBeNull();
  expect(weightedDistance('', '', 0)).toBe(0);
});

it('gives words that differ by common confusions alone one skeleton', () => {
  expect(skeletonOf('kornponlst')).toBe(skeletonOf('komponist'));
  expect(skeletonOf('vcrfa5ser')).not.toBe(skeletonOf('verlag'));
});
