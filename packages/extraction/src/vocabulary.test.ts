import { expect, it } from 'vitest';

import { createVocabulary } from './vocabulary.ts';

const find = (value: string, ...entries: string[]) => createVocabulary(entries).find(value);

it('finds an entry whatever its case', () => {
  expect(find('moll', 'Dur', 'Moll')).toBe('Moll');
  expect(find('GENÈVE', 'Genève')).toBe('Genève');
});

it('finds an entry that was misread within tolerance, or written without marks or punctuation', () => {
  expect(find('Zurich.', 'Zürich', 'Zug')).toBe('Zürich');
  expect(find('Kornponist', 'Komponist', 'Dirigent')).toBe('Komponist');
  expect(find('St.Gallcn', 'St. Gallen')).toBe('St. Gallen');
  expect(find('Bl', 'A1', 'B1')).toBe('B1');
});

it('does not find another word, nor another number', () => {
  expect(find('Basel', 'Bern', 'Biel')).toBeNull();
  expect(find('1947', '1941')).toBeNull();
  expect(find('Band 12', 'Band 13')).toBeNull();
  expect(find('', 'a')).toBeNull();
  expect(find('x')).toBeNull();
});

it('takes the nearest, and none when two are as near', () => {
  expect(find('Martigny', 'Martigna', 'Martigny')).toBe('Martigny');
  expect(find('Hansel', 'Hamsel', 'Hagsel')).toBeNull();
});

it('goes through ten thousand entries of two hundred fields in no time', () => {
  const entries = Array.from({ length: 10_000 }, (_, i) => `Ortschaft ${i} am Fluss Nummer ${i % 97}`);
  const vocabulary = createVocabulary(entries);
  const started = performance.now();
  for (let i = 0; i < 20; i += 1) expect(vocabulary.find(`Etwas ganz anderes ${i}`)).toBeNull();
  expect(performance.now() - started).toBeLessThan(5_000);
});
