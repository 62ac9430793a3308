import { expect, it } from 'vitest';

import { isStartGone, plainOptions, readingDiffers } from './reading-options.ts';

it('says only what is not so anyway', () => {
  const said = { imaging: { rules: true, light: false }, secondLook: true, handwriting: false };
  expect(plainOptions(said)).toEqual({ imaging: { light: false } });
  expect(plainOptions({ imaging: { rules: true } })).toEqual({});
  const all = {
    segmentation: 'block',
    imaging: { orient: false },
    secondLook: false,
    handwriting: true,
    records: { pattern: 'x' },
  } as const;
  expect(plainOptions(all)).toEqual(all);
});

it('names the parts in which two ways of reading differ', () => {
  expect(readingDiffers({}, { secondLook: true, imaging: { crop: true } })).toEqual([]);
  expect(readingDiffers({ secondLook: false, imaging: { crop: false } }, {})).toEqual([
    'steps',
    'secondLook',
  ]);
  expect(
    readingDiffers(
      { records: { field: 'a' }, handwriting: true },
      { records: { field: 'b' }, segmentation: 'auto' },
    ),
  ).toEqual(['records', 'handwriting', 'layout']);
});

it('knows when the field that begins a record is gone', () => {
  expect(isStartGone({ records: { field: 'titel' } }, ['titel'])).toBe(false);
  expect(isStartGone({ records: { field: 'titel' } }, ['komponist'])).toBe(true);
  expect(isStartGone({ records: { pattern: 'x' } }, [])).toBe(false);
  expect(isStartGone({}, [])).toBe(false);
});
