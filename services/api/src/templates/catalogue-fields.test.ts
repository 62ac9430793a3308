import { expect, it } from 'vitest';

import { readTyped } from './typed-card.suite.ts';

it('read a catalogue card without labels by its heading and imprint', () => {
  expect(
    readTyped('library-catalogue', [
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
    readTyped('library-catalogue', [
      'MARTIN (Jean-Louis). — Étude sur les marées de',
      '1801-1850. — Saint Malo, 1888, in-8° [90 p.].',
    ]),
  ).toMatchObject({ author: 'MARTIN (Jean-Louis)', place: 'Saint Malo', year: '1888' });
});

it('read a catalogue card on which signs were taken for other ones', () => {
  const titleOf = (...lines: string[]) => readTyped('library-catalogue', lines)['title'];
  // A comma for the full stop behind the name, a bracket for another one, a dash that is none.
  const card = [
    'van der Keller, A{nna), Die Mundarten des oberen',
    'Tals (um 1850) am See == Bern 1921: Meier.',
  ];
  expect(readTyped('library-catalogue', [...card, '88 S. <U 21. 1234'])).toMatchObject({
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
  const unsigned = readTyped('library-catalogue', [
    'Keller, Anna. Geschichte des Kreises',
    'Olten Bern 1921: Meier',
  ]);
  expect(unsigned).toMatchObject({ place: 'Bern', title: 'Geschichte des Kreises\nOlten' });
});

it('tell a catalogue card’s shelfmark from its format, and its year from a number', () => {
  const lines = ['Keller, Anna. Vom Fieber. — Königsberg Pr. 1921: Meier.', '88 S. 8°'];
  expect(readTyped('library-catalogue', lines)).toMatchObject({ place: 'Königsberg Pr.', year: '1921' });
  expect(readTyped('library-catalogue', lines)['shelfmark']).toBeUndefined();
  const marked = [...lines, "Standort: Diss.Bern 1921 4'"];
  expect(readTyped('library-catalogue', marked)['shelfmark']).toBe('Diss.Bern 1921');
  const deposited = ['MARTIN (Jean). — Étude. — Paris,', 'In-8, 48 p. [1915]', '(Thèse, Paris, 1935.)'];
  expect(readTyped('library-catalogue', deposited)['year']).toBe('1935');
});

it('tell a catalogue card’s title from what stands around it', () => {
  const titleOf = (...lines: string[]) => readTyped('library-catalogue', lines)['title'];
  const title = 'Vom Fieber';
  // The imprint begins without a year beside its place, or goes on without a space.
  expect(titleOf('Keller, Anna: Vom Fieber. Bern: Meier', '1921. 34 S. 8°')).toBe(title);
  expect(titleOf('Keller, Anna. Vom Fieber.Bern: Meier 1921.')).toBe(title);
  expect(titleOf('Keller, Anna: Vom Fieber. Thun, Buchdr. A. Meier, 1921.')).toBe(title);
  expect(titleOf('Keller, Anna: Vom Fieber (in Städten). (Thun) 1921: (Meier). 9 S.')).toBe(
    'Vom Fieber (in Städten)',
  );
  // But not every colon is a printer's.
  expect(titleOf('Keller, Anna: Vom Fieber. Ins-', 'besondere: seine Folgen. Bern 1921: Meier')).toBe(
    'Vom Fieber. Ins-\nbesondere: seine Folgen',
  );
  // What was copied, misread, or said in other languages; a description; the cataloguer's `sic`.
  expect(titleOf('Keller, Anna. Vom Fieber, Dias. Med. Bern. 34 S.')).toBe(title);
  expect(titleOf('Miller, Ann. On tides. A thesis submitted to', 'the faculty 1921.')).toBe('On tides');
  expect(titleOf('Miller, Ann. On tides. An abstract of a', 'thesis. Bern 1921.')).toBe('On tides');
  expect(titleOf('Keller, Anna. Vom Fieber, (mit Karten.) Bern 1921.')).toBe(title);
  expect(titleOf('Keller, Anna: Vom Fiber [!] und Frost. Bern 1921: Meier')).toBe('Vom Fiber [!] und Frost');
  // Where it was made.
  expect(
    titleOf('Keller, Anna: Aus der Klinik in Bern. (Prof. Moser.)', 'Vom Fieber. Bern 1921: Meier'),
  ).toBe(title);
  expect(titleOf('MARTIN (Jean). — Université de Caen,', 'Faculté de droit. Des marées. — Caen, 1921')).toBe(
    'Des marées',
  );
});

it('read the headings of catalogue cards', () => {
  const headingOf = (...lines: string[]) => {
    const { author, title } = readTyped('library-catalogue', lines);
    return [author, title];
  };
  const rest = 'Vom Fieber. Bern 1921: Meier';
  expect(headingOf(`Keller Hans, Dr. phil.: ${rest}`)).toEqual(['Keller Hans', 'Vom Fieber']);
  expect(headingOf(`Keller, Joh. Karl. Aug. (geb. Thun 1821): ${rest}`)).toEqual([
    'Keller, Joh. Karl. Aug.',
    'Vom Fieber',
  ]);
  expect(headingOf(`Keller, Hans [Arzt,`, `in Thun]: ${rest}`)).toEqual(['Keller, Hans', 'Vom Fieber']);
  expect(headingOf(`Keller, Hans [Karl]. ${rest}`)).toEqual(['Keller, Hans', 'Vom Fieber']);
  // A maiden name behind a hyphen that was read as another sign; a speck.
  expect(headingOf(`Keller = (Moser), Anna. ${rest}`)).toEqual(['Keller = (Moser), Anna', 'Vom Fieber']);
  expect(headingOf(`Keller, ‘Anna. ${rest}`)).toEqual(['Keller, ‘Anna', 'Vom Fieber']);
});

it('find the place of a catalogue card’s imprint', () => {
  const placeOf = (...lines: string[]) =>
    readTyped('library-catalogue', ['Keller, Anna. Vom Fieber im', ...lines])['place'];
  expect(
    placeOf('Alter (mit Bildern), Thun,', '2905: Meier. 34 S. 8°', 'Bern, Med. Diss. v. 3. Mai 1905'),
  ).toBe('Thun');
  expect(placeOf('Alter. — Thun, 3905, in-8°')).toBe('Thun');
  expect(placeOf('Alter. Thun, Druck von K. O. Moser und Söhnen in der Altstadt, 1921.')).toBe('Thun');
  expect(placeOf('Alter (Anna Moser 1752-1816). 7 S. 8. Thun, A. Moser, 1921.')).toBe('Thun');
  expect(placeOf('Alter. -= Mount Hope D.C.: Univ. Pr. 1960.')).toBe('Mount Hope D.C.');
  expect(placeOf('Alter. -~ B.-Thun', '1941.')).toBe('B.-Thun');
  // The author's birth has no colon behind a bracket that was never opened.
  expect(placeOf('Alter. Von A. K. (aus Olten 1821): erster Teil. — Thun 1841: Meier')).toBe('Thun');
});

it('find a catalogue card’s year where figures were misread', () => {
  const yearOf = (...lines: string[]) =>
    readTyped('library-catalogue', ['Keller, Anna. Vom Fieber', ...lines])['year'];
  expect(yearOf('— Thun.193$: Meier. 34 S.', 'Bern, Phil. Diss. v. 14. Jan. 1936')).toBe('1935');
  expect(yearOf('— Thun, 3887, in-8°')).toBe('1887');
  expect(yearOf('in alter Zeit (1352-1416). 34 p. [1915] . (Thèse, Bern, 1935.)')).toBe('1935');
});

it('find a catalogue card’s shelfmark on a line of its own', () => {
  const markOf = (line: string) =>
    readTyped('library-catalogue', ['Keller, Anna. Vom Fieber', '— Thun 1921: Meier.', line])['shelfmark'];
  expect(markOf('- Diss, Bern Univ. 1950')).toBe('Diss, Bern Univ. 1950');
  expect(markOf('Bern, Med. Diss. v. 4. Dez. 1950')).toBeUndefined();
  expect(markOf('k 4 XII 31, Bd.2')).toBe('k 4 XII 31, Bd.2');
  expect(markOf('B P IV 31')).toBe('B P IV 31');
});

it('read a catalogue card with printed labels', () => {
  expect(
    readTyped('library-catalogue', [
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
