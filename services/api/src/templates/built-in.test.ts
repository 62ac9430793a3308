import { FieldInputs, FREE_TEXT } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { checkFields } from '../batches/set-up.ts';
import { BUILT_IN } from './built-in.ts';
import { readTyped } from './typed-card.suite.ts';

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

it('read a company by the places on its card', () => {
  expect(
    readTyped('company-or-person', [
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

it('take nothing for a company’s number but a line with a figure', () => {
  const numberOf = (text: string) =>
    readTyped('company-or-person', [`${'Muster & Söhne'.padEnd(49)}${text}`])['number'];
  expect(numberOf('; K.12.345.6a. |')).toBe('K.12.345.6a.');
  expect(numberOf('7a')).toBe('7a');
  expect(numberOf('(Olten)')).toBeUndefined();
});

it('know a place that was read with a small letter by its line', () => {
  const lines = [`${'Muster & Söhne A.G.'.padEnd(49)}K.12.345.6`, 'zürich.'];
  expect(readTyped('company-or-person', lines)).toMatchObject({
    name: 'Muster & Söhne A.G',
    place: 'zürich',
  });
});

it('tell a company’s name from its place', () => {
  const headingOf = (...lines: string[]) => {
    const { name, place } = readTyped('company-or-person', lines);
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
  expect(headingOf('Keller Hans & Co., Ih. u nr w.')[0]).toBe('Keller Hans & Co.');
  expect(headingOf('KELLER, HANS', 'Bern')).toEqual(['KELLER, HANS', 'Bern']);
});

it('read music and inventory cards by their labels', () => {
  expect(
    readTyped('music-catalogue', [
      'Komponist: Muster, Hans',
      'Titel: Messe in D',
      'Aufnahme: 12.3.1958   Dauer: 12 Min.',
    ]),
  ).toEqual({ composer: 'Muster, Hans', title: 'Messe in D', recorded: '1958-03-12', duration: '12 Min.' });
  expect(
    readTyped('inventory', ['Inv.-Nr.: 1921.45', 'Gegenstand: Krug', 'Anzahl: 2   Erworben am: 3. Mai 1921']),
  ).toEqual({ number: '1921.45', object: 'Krug', count: '2', acquired: '1921-05-03' });
});
