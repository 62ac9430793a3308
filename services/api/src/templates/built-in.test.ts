import { FieldInputs, FREE_TEXT } from '@cardmill/contracts';
import { extractFields } from '@cardmill/extraction';
import { expect, it } from 'vitest';

import { checkFields } from '../batches/set-up.ts';
import { BUILT_IN } from './built-in.ts';

const SIZE = { width: 1_700, height: 1_200 };

/** What a built-in template reads on a typed card of these lines, 25 px a character and 50 px a line. */
function read(id: string, lines: readonly string[]): Record<string, string> {
  const words = lines.flatMap((line, row) =>
    [...line.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      confidence: 90,
      x: 40 + index * 25,
      y: 60 + row * 50,
      width: text.length * 25 - 5,
      height: 32,
    })),
  );
  const template = BUILT_IN.find((one) => one.id === id);
  const readings = extractFields(words, template?.fields ?? [], SIZE, template?.options);
  return Object.fromEntries(
    Object.entries(readings).flatMap(([key, { value, normalised }]) =>
      value === null ? [] : [[key, normalised ?? value]],
    ),
  );
}

it('are five, each for a kind of card, and valid as if a person had sent them', () => {
  expect(BUILT_IN.map(({ id }) => id).toSorted()).toEqual([
    'company-or-person',
    FREE_TEXT,
    'inventory',
    'library-catalogue',
    'music-catalogue',
  ]);
  for (const { fields } of BUILT_IN) {
    const given = FieldInputs.parse(fields);
    expect(checkFields(given)).toEqual(fields);
  }
});

it('read a catalogue card without labels by its heading and imprint', () => {
  expect(
    read('library-catalogue', [
      'Keller, Anna, aus Thun: Die Mundarten des oberen',
      'Tals um 1850. Zürich 1921: Meier. 88 S. 8°',
      'Zürich, Phil. Diss. v. 3. Mai 1920      [U 21. 1234',
    ]),
  ).toMatchObject({
    author: 'Keller, Anna',
    title: 'Die Mundarten des oberen\nTals um 1850',
    place: 'Zürich',
    year: '1921',
    extent: '88 S',
    shelfmark: 'U 21. 1234',
  });
  expect(
    read('library-catalogue', [
      'MARTIN (Jean-Louis). — Étude sur les marées de',
      '1801-1850. — Saint Malo, 1888, in-8° [90 p.].',
    ]),
  ).toMatchObject({ author: 'MARTIN (Jean-Louis)', place: 'Saint Malo', year: '1888' });
});

it('read a catalogue card on which signs were taken for other ones', () => {
  const titleOf = (...lines: string[]) => read('library-catalogue', lines)['title'];
  // A comma for the full stop behind the name, a bracket for another one, a dash that is none.
  const card = [
    'van der Keller, A{nna), Die Mundarten des oberen',
    'Tals (um 1850) am See == Bern 1921: Meier.',
  ];
  expect(read('library-catalogue', [...card, '88 S. <U 21. 1234'])).toMatchObject({
    author: 'van der Keller, A{nna)',
    title: 'Die Mundarten des oberen\nTals (um 1850) am See',
    place: 'Bern',
    year: '1921',
    shelfmark: 'U 21. 1234',
  });
  expect(titleOf('MARTIN {Jean), — Étude sur les', 'marées. Thèse. — Paris, 1888')).toBe(
    'Étude sur les\nmarées',
  );
  expect(titleOf('Miller, John F', 'A study of tides. Dissertation')).toBe('A study of tides');
  // Where it was made, what leaves off, no place, no sign before the place.
  expect(titleOf('Keller, Anna: Aus der Klinik in Bern. Vom', 'Fieber. Bern 1921: Meier')).toBe(
    'Vom\nFieber',
  );
  expect(titleOf('Keller, Anna. Vom Fieber ... Zürich, 1921')).toBe('Vom Fieber');
  expect(titleOf('Keller, Anna. Vom Fieber. 0. O. 1921. 8 S.')).toBe('Vom Fieber');
  const unsigned = read('library-catalogue', [
    'Keller, Anna. Geschichte des Kreises',
    'Olten Bern 1921: Meier',
  ]);
  expect(unsigned).toMatchObject({ place: 'Bern', title: 'Geschichte des Kreises\nOlten' });
});

it('tell a catalogue card’s shelfmark from its format, and its year from a number', () => {
  const lines = ['Keller, Anna. Vom Fieber. — Königsberg Pr. 1921: Meier.', '88 S. 8°'];
  expect(read('library-catalogue', lines)).toMatchObject({ place: 'Königsberg Pr.', year: '1921' });
  expect(read('library-catalogue', lines)['shelfmark']).toBeUndefined();
  const marked = [...lines, "Standort: Diss.Bern 1921 4'"];
  expect(read('library-catalogue', marked)['shelfmark']).toBe('Diss.Bern 1921');
  const deposited = ['MARTIN (Jean). — Étude. — Paris,', 'In-8, 48 p. [1915]', '(Thèse, Paris, 1935.)'];
  expect(read('library-catalogue', deposited)['year']).toBe('1935');
});

it('read a catalogue card with printed labels', () => {
  expect(
    read('library-catalogue', [
      'Verfasser: Keller, Anna',
      'Titel: Mundarten',
      'Ort: Bern   Jahr: 1921',
      'Signatur: Ab 12',
    ]),
  ).toMatchObject({
    author: 'Keller, Anna',
    title: 'Mundarten',
    place: 'Bern',
    year: '1921',
    shelfmark: 'Ab 12',
  });
});

it('read a company by the places on its card', () => {
  expect(
    read('company-or-person', [
      'Muster & Söhne A.G., Olten                       K.12.345.6',
      '                                                 3. Jan. 1951',
      '',
      '',
      'Gegründet 1920.',
    ]),
  ).toEqual({
    name: 'Muster & Söhne A.G.',
    place: 'Olten',
    number: 'K.12.345.6',
    date: '1951-01-03',
    remarks: 'Gegründet 1920.',
  });
});

it('know a place that was read with a small letter by its line', () => {
  const lines = [`${'Muster & Söhne A.G.'.padEnd(49)}K.12.345.6`, 'zürich.'];
  expect(read('company-or-person', lines)).toMatchObject({ name: 'Muster & Söhne A.G', place: 'zürich' });
});

it('tell a company’s name from its place', () => {
  const headingOf = (...lines: string[]) => {
    const { name, place } = read('company-or-person', lines);
    return [name, place];
  };
  expect(headingOf('Muster & Söhne A.G.')).toEqual(['Muster & Söhne A.G.', undefined]);
  expect(headingOf('Muster, Import A.G.', '          Olten.')).toEqual(['Muster, Import A.G', 'Olten.']);
  expect(headingOf('Keller Hans, Dr., Bern')).toEqual(['Keller Hans, Dr.', 'Bern']);
  expect(headingOf('Keller Hans, Wirt,', 'Bern / Thun.')).toEqual(['Keller Hans, Wirt', 'Bern / Thun.']);
  expect(headingOf('Keller Hans, St. Gallen')).toEqual(['Keller Hans', 'St. Gallen']);
  // A street under the place, its number read as a letter.
  expect(headingOf('Keller Hans, Bern.', 'Am Bach l.')).toEqual(['Keller Hans', 'Bern.']);
  // By hand under it.
  expect(headingOf('Keller, Hans, BERN', 'Wirt')).toEqual(['Keller, Hans', 'BERN']);
  // A place that was misread is no part of the name.
  expect(headingOf('Keller Hans & Co., Th. unn')[0]).toBe('Keller Hans & Co.');
  expect(headingOf('KELLER, HANS', 'Bern')).toEqual(['KELLER, HANS', 'Bern']);
});

it('read music and inventory cards by their labels', () => {
  expect(
    read('music-catalogue', [
      'Komponist: Muster, Hans',
      'Titel: Messe in D',
      'Aufnahme: 12.3.1958   Dauer: 12 Min.',
    ]),
  ).toEqual({ composer: 'Muster, Hans', title: 'Messe in D', recorded: '1958-03-12', duration: '12 Min.' });
  expect(
    read('inventory', ['Inv.-Nr.: 1921.45', 'Gegenstand: Krug', 'Anzahl: 2   Erworben am: 3. Mai 1921']),
  ).toEqual({ number: '1921.45', object: 'Krug', count: '2', acquired: '1921-05-03' });
});
