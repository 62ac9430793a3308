import { expect, it } from 'vitest';

import { suggest } from './suggest.ts';

const parts = ['Violine', 'Viola', 'Violoncello', 'Klavier, vierhändig', 'Orgel', 'Bassviola'];

it('offers entries by what is typed, the likeliest first', () => {
  expect(suggest(parts, 'viol', null)).toEqual(['Violine', 'Viola', 'Violoncello', 'Bassviola']);
  expect(suggest(parts, 'VIER', null)).toEqual(['Klavier, vierhändig']);
  expect(suggest(parts, 'xyz', null)).toEqual([]);
});

it('offers what the reading means first, and then the list from its beginning', () => {
  expect(suggest(parts, ' ', 'Orgel', 3)).toEqual(['Orgel', 'Violine', 'Viola']);
  expect(suggest(parts, '', 'not of the list', 2)).toEqual(['Violine', 'Viola']);
});
