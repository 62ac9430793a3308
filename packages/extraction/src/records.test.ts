import { completeFields, type RecordStart } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { extractFields } from './extract.ts';
import { typed } from './typed.suite.ts';

const fields = completeFields([{ label: 'Titel' }, { label: 'Jahr', pattern: '\\b1[4-9]\\d\\d\\b' }]);
const read = (lines: readonly string[], records?: RecordStart) => {
  const readings = extractFields(typed(lines), fields, undefined, records === undefined ? {} : { records });
  return Object.fromEntries(Object.entries(readings).map(([key, { value }]) => [key, value]));
};

const two = ['Bach, Johann', 'Titel: Messe', 'Leipzig 1733', 'Titel: Fuge', 'Weimar 1708'];

it('is one record unless the template says what starts another', () => {
  expect(read(two)).toEqual({ titel: 'Messe', jahr: '1733' });
});

it('starts where the label of a field occurs again', () => {
  expect(read(two, { field: 'titel' })).toEqual({
    titel: 'Messe',
    jahr: '1733',
    'titel#2': 'Fuge',
    'jahr#2': '1708',
  });
});

it('starts at a line that matches from its beginning', () => {
  const lines = ['1. Messe 1733', 'aus Op. 2. davon', '2. Fuge', '1708'];
  expect(read(lines, { pattern: '\\d+\\. ' })).toEqual({
    titel: null,
    jahr: '1733',
    'titel#2': null,
    'jahr#2': '1708',
  });
});

it('is one record where the start is not found, is a broken pattern or an unknown field', () => {
  for (const start of [{ field: 'nichts' }, { pattern: '(' }, { pattern: 'Nummer' }]) {
    expect(read(two, start)).toEqual({ titel: 'Messe', jahr: '1733' });
  }
});

it('tells apart fifty records at most', () => {
  const lines = Array.from({ length: 80 }, (_, i) => `Titel: Stück ${i}`);
  const found = read(lines, { field: 'titel' });
  expect(found['titel#50']).toContain('Stück 49');
  expect(found['titel#51']).toBeUndefined();
});

it('says where on the card the words of each record are', () => {
  const readings = extractFields(typed(two), fields, undefined, { records: { field: 'titel' } });
  expect(readings['jahr#2']).toMatchObject({ words: [9], source: 'pattern' });
});
