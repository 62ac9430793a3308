import { expect, it } from 'vitest';

import { makeBatch, makeField } from '../../testing/fake-api.suite.ts';
import { differing, fieldsDiffer } from './differs.ts';

const [a, b] = [makeField('A'), makeField('B')];

it('names the parts that are not the same; what is not sent says nothing', () => {
  const batch = makeBatch({ fields: [a], options: { imaging: { light: false } } });
  expect(differing(batch, {})).toEqual([]);
  expect(
    differing(batch, {
      title: batch.title,
      fields: [{ label: 'A' }],
      options: { imaging: { light: false, rules: true } },
    }),
  ).toEqual([]);
  expect(
    differing(batch, { title: 'x', fields: [b], languages: ['eng'], templateId: 'music', options: {} }),
  ).toEqual(['title', 'template', 'languages', 'reading', 'fields']);
});

it('says which fields are more, fewer and other, or only in another order', () => {
  expect(fieldsDiffer([a], [b, { ...a, required: true }])).toEqual({
    more: ['B'],
    fewer: [],
    other: ['A'],
    order: false,
  });
  expect(fieldsDiffer([a, b], [a])).toMatchObject({ fewer: ['B'], order: false });
  expect(fieldsDiffer([a, b], [b, a])).toEqual({ more: [], fewer: [], other: [], order: true });
});
