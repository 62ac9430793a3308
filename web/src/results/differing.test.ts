import { expect, it } from 'vitest';

import { differing } from './differing.ts';

it('finds the letters that differ', () => {
  expect(differing('Lelpzig', 'Leipzig')).toEqual({ before: 'Le', other: 'l', after: 'pzig' });
  expect(differing('Bach', 'J. S. Bach')).toEqual({ before: '', other: '', after: 'Bach' });
  expect(differing('aa', 'aaa')).toEqual({ before: 'aa', other: '', after: '' });
  expect(differing('', 'x')).toEqual({ before: '', other: '', after: '' });
});
