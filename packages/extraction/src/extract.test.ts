import { completeFields, type FieldInput, type Word } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { createExtractor, extractFields } from './extract.ts';
import { typed } from './typed.suite.ts';

/** The values of these fields on that card. */
function values(
  lines: readonly string[],
  inputs: readonly (string | FieldInput)[],
): Record<string, string | null> {
  const fields = completeFields(
    inputs.map((input) => (typeof input === 'string' ? { label: input } : input)),
  );
  const readings = extractFields(typed(lines), fields);
  return Object.fromEntries(Object.entries(readings).map(([key, { value }]) => [key, value]));
}

describe('a value beside its label', () => {
  it('ends at the end of its line', () => {
    expect(
      values(['Komponist: Bach, Johann Sebastian', 'Titel: Messe in h-Moll'], ['Komponist', 'Titel']),
    ).toEqual({
      komponist: 'Bach, Johann Sebastian',
      titel: 'Messe in h-Moll',
    });
  });

  it('ends at the next label of its line', () => {
    expect(
      values(['Signatur: Spez.12.345 Verlag: Schott Ort: Mainz'], ['Signatur', 'Verlag', 'Ort']),
    ).toEqual({
      signatur: 'Spez.12.345',
      verlag: 'Schott',
      ort: 'Mainz',
    });
  });

  it('ends at a label nobody asked for, but not at a colon of its own', () => {
    expect(values(['Signatur: Spez.1        Verlag: Schott'], ['Signatur'])).toEqual({ signatur: 'Spez.1' });
    expect(values(['Titel: Faust: eine Tragödie'], ['Titel'])).toEqual({ titel: 'Faust: eine Tragödie' });
    expect(values(['Beginn: 12:30 Uhr'], ['Beginn'])).toEqual({ beginn: '12:30 Uhr' });
  });

  it('may be glued to its label or stand behind a separate colon', () => {
    expect(values(['Komponist:Bach, J.S.', 'Titel : Messe'], ['Komponist', 'Titel'])).toEqual({
      komponist: 'Bach, J.S.',
      titel: 'Messe',
    });
  });

  it('is a label too when its colon was read as a letter, and nothing else', () => {
    const read = (line: string) =>
      extractFields(typed([line]), completeFields([{ label: 'Signatur', synonyms: ['Standort'] }]))[
        'signatur'
      ]?.value;
    expect(read('Standorts Diss.1969,2982')).toBe('Diss.1969,2982');
    expect(read('Standerts Diss.1969,2982')).toBeNull();
    expect(read('des Standorts wegen')).toBeNull();
  });

  it('needs no colon at the beginning of a line', () => {
    expect(values(['Komponist   Bach', 'Messe, deren Titel fehlt: keiner'], ['Komponist', 'Titel'])).toEqual({
      komponist: 'Bach',
      titel: null,
    });
  });

  it('goes on in lines that begin under it', () => {
    const lines = ['Titel: Messe in h-Moll für Soli,', '       Chor und Orchester', 'Verlag: Peters'];
    expect(values(lines, ['Titel', 'Verlag'])).toEqual({
      titel: 'Messe in h-Moll für Soli,\nChor und Orchester',
      verlag: 'Peters',
    });
  });

  it('stands in another block of the engine, and on a slightly skewed card', () => {
    const words = typed(['Komponist:             Bach, Johann', 'Titel:                 Messe'], 0.02);
    const byBlocks = [...words.filter((word) => word.x < 200), ...words.filter((word) => word.x >= 200)];
    const readings = extractFields(byBlocks, completeFields([{ label: 'Komponist' }, { label: 'Titel' }]));
    expect(readings['komponist']).toMatchObject({ value: 'Bach, Johann', source: 'label', words: [2, 3] });
    expect(readings['titel']?.value).toBe('Messe');
  });

  it('is not mixed with the next line by an upright rule', () => {
    const rule: Word = { text: '|', confidence: 95, x: 290, y: 0, width: 4, height: 300 };
    const words = [...typed(['Komponist: Bach', 'Titel:     Messe']), rule];
    expect(extractFields(words, completeFields([{ label: 'Komponist' }]))['komponist']?.value).toBe('Bach');
  });
});

describe('a value below its label', () => {
  it('goes on below, but not in a table', () => {
    expect(values(['Titel', 'Messe in h-Moll', 'für Chor', '', '', 'Stempel'], ['Titel'])).toEqual({
      titel: 'Messe in h-Moll\nfür Chor',
    });
    expect(
      values(['Titel:         Ort:', 'Messe          Leipzig', 'Fuge           Weimar'], ['Titel', 'Ort']),
    ).toEqual({ titel: 'Messe', ort: 'Leipzig' });
  });

  it("is taken from the label's own column", () => {
    const lines = ['Komponist          Verlag', 'Bach               Peters'];
    expect(values(['Komponist:         Verlag:', lines[1] ?? ''], ['Komponist', 'Verlag'])).toEqual({
      komponist: 'Bach',
      verlag: 'Peters',
    });
  });

  it('is not what stands far below or is a label itself', () => {
    expect(values(['Komponist:', '', '', 'Stempel'], ['Komponist'])).toEqual({ komponist: null });
    expect(values(['Komponist:', 'Titel: Messe'], ['Komponist', 'Titel'])).toEqual({
      komponist: null,
      titel: 'Messe',
    });
  });

  it('is found although a dotted line is printed beside the label', () => {
    expect(values(['Komponist: ...........', '           Bach'], ['Komponist'])).toEqual({
      komponist: 'Bach',
    });
    expect(values(['Komponist: ........... Bach'], ['Komponist'])).toEqual({ komponist: 'Bach' });
  });
});

describe('labels as recognisers read them', () => {
  it.each([
    'Kornponist: Bach',
    'KOMPONIST: Bach',
    'Komponlst; : Bach',
    'K o m p o n i s t : Bach',
    'Kompo nist: Bach',
    'Kornpon|st: Bach',
    'lKomponist: Bach',
    '. | Komponist   Bach',
    'Komp0nist: Bach',
  ])('%s', (line) => {
    expect(values([line], ['Komponist'])).toEqual({ komponist: 'Bach' });
  });

  it('finds a label without its umlaut dots, but takes the exact one first', () => {
    expect(values(['Universitat: Basel'], ['Universität'])).toEqual({ universitaet: 'Basel' });
    expect(values(['Lander: falsch', 'Länder: richtig'], ['Länder'])).toEqual({ laender: 'richtig' });
  });

  it('does not take one word for another', () => {
    expect(values(['Tafel: 3', 'Orte: viele', 'Nr: 5'], ['Titel', 'Ort', 'Nv'])).toEqual({
      titel: null,
      ort: null,
      nv: null,
    });
    expect(values(['Textdichter: Goethe', 'Text: Sah ein Knab'], ['Text', 'Textdichter'])).toEqual({
      text: 'Sah ein Knab',
      textdichter: 'Goethe',
    });
  });

  it('knows a field by its synonyms and by labels of several words', () => {
    const fields = [{ label: 'Komponist', synonyms: ['Verfasser', 'Autor der Musik'] }, 'Ort, Datum'];
    expect(values(['Autor der Musik: Bach', 'Ort, Datum: Leipzig 1749'], fields)).toEqual({
      komponist: 'Bach',
      'ort-datum': 'Leipzig 1749',
    });
  });

  it('keeps old spelling and long s as they stand', () => {
    expect(values(['Titel: Ueber die Thür, daſs Größe'], ['Titel'])).toEqual({
      titel: 'Ueber die Thür, daſs Größe',
    });
  });
});

/** How the line's value is read into one field with these checks. */
const verdict = (line: string, input: Omit<FieldInput, 'label'>) =>
  extractFields(typed([line]), completeFields([{ label: 'Wert', ...input }]))['wert'];

describe('pattern, zone, checks', () => {
  it('takes the first group of the pattern out of the value', () => {
    const [field] = completeFields([{ label: 'Signatur', pattern: '(Spez\\.[0-9.]+)' }]);
    const readings = extractFields(typed(['Signatur: alt Spez.12.345 (neu)']), field ? [field] : []);
    expect(readings['signatur']).toMatchObject({ value: 'Spez.12.345', source: 'label', verdict: 'ok' });
  });

  it('finds a value by its pattern alone', () => {
    const fields = completeFields([{ label: 'Signatur', pattern: 'Spez\\.[0-9.]+' }]);
    const readings = extractFields(typed(['Bach, Johann', 'irgendwo Spez.12.345 auf der Karte']), fields);
    expect(readings['signatur']).toMatchObject({ value: 'Spez.12.345', source: 'pattern', words: [3] });
  });

  it('finds a value by what stands around it, also over a line break', () => {
    const lines = ['Bach, Johann', 'Leipzig', '1733: Peters'];
    const read = (pattern: string) =>
      extractFields(typed(lines), completeFields([{ label: 'Wert', pattern }]))['wert'];
    expect(read('(\\d{4}): ')).toMatchObject({ value: '1733', verdict: 'ok', words: [3] });
    expect(read('(\\w+)\\s+\\d{4}')).toMatchObject({ value: 'Leipzig', source: 'pattern', words: [2] });
    expect(read('B.*h|3')).toMatchObject({ value: 'Bach, Joh', words: [0, 1] });
    expect(read('(?s)^.*?\\n(.*?)\\d')).toMatchObject({ value: 'Leipzig', source: 'pattern' });
    expect(read('(?s)Johann.*Peters')?.value).toBe('Johann\nLeipzig\n1733: Peters');
  });

  it('reads lines by their place, from the top or from the bottom, unless there is a label', () => {
    const lines = ['*', 'Bach, Johann', '|  .', 'Messe', 'in h-Moll', 'Wert: gut'];
    const read = (from: number, to: number, label: string) =>
      extractFields(typed(lines), completeFields([{ label, key: 'wert', lines: { from, to } }]))['wert'];
    expect(read(1, 1, 'Name')).toMatchObject({ value: 'Bach, Johann', source: 'line', words: [1, 2] });
    expect(read(2, -2, 'Name')?.value).toBe('Messe\nin h-Moll');
    expect(read(-1, -1, 'Name')?.value).toBe('Wert: gut');
    expect(read(2, 2, 'Wert')).toMatchObject({ value: 'gut', source: 'label' });
    expect(read(7, 9, 'Name')).toMatchObject({ value: null, source: 'none' });
    expect(read(3, 2, 'Name')?.value).toBeNull();
  });

  it('offers the standard form beside the value', () => {
    expect(verdict('Wert: l8.XI.1941', { kind: 'date' })).toMatchObject({
      value: 'l8.XI.1941',
      normalised: '1941-11-18',
      verdict: 'ok',
    });
    expect(verdict('Wert: 18.XI.41', { kind: 'date' })).not.toHaveProperty('normalised');
    expect(verdict('Wert: 31.02.1941', { kind: 'date' })).toMatchObject({ verdict: 'kind' });
    expect(verdict('Wert: 1.234,50', { kind: 'number' })?.normalised).toBe('1234.50');
    expect(verdict('Wert: Zurich', { vocabulary: ['Zürich', 'Zug'] })).toMatchObject({
      value: 'Zurich',
      normalised: 'Zürich',
      verdict: 'ok',
    });
  });

  it('keeps a value that breaks its rule, and says which', () => {
    expect(verdict('Wert: abc', { pattern: '^[0-9]+$' })).toMatchObject({ value: 'abc', verdict: 'pattern' });
    expect(verdict('Wert: abc', { kind: 'number' })).toMatchObject({ value: 'abc', verdict: 'kind' });
    expect(verdict('Wert: 1.234,50', { kind: 'number' })).toMatchObject({ verdict: 'ok' });
    expect(verdict('Wert: Dur', { kind: 'choice', vocabulary: ['Moll'] })).toMatchObject({
      verdict: 'vocabulary',
    });
    expect(verdict('Wert: moll', { kind: 'choice', vocabulary: ['Moll'] })).toMatchObject({
      value: 'moll',
      verdict: 'ok',
    });
    expect(verdict('nichts', { required: true })).toMatchObject({
      value: null,
      source: 'none',
      verdict: 'required',
    });
    expect(verdict('nichts', {})).toMatchObject({ value: null, confidence: null, verdict: 'empty' });
  });

  it('reads a zone, with or without a label printed in it', () => {
    const zone = { x: 0.5, y: 0, width: 0.5, height: 0.5 };
    const fields = completeFields([{ label: 'Signatur', zone }]);
    const size = { width: 1000, height: 240 };
    const read = (line: string) => extractFields(typed([line, 'unten']), fields, size)['signatur'];
    expect(read('Bach, Johann                  M 123 a')).toMatchObject({ value: 'M 123 a', source: 'zone' });
    expect(read('Bach, Johann                  Signatur: M 123')).toMatchObject({
      value: 'M 123',
      source: 'zone',
    });
  });

  it("reports the lowest confidence of the value's words and where they are", () => {
    const words = typed(['Titel: Messe in h-Moll']).map((word, i) => ({ ...word, confidence: 90 - i * 10 }));
    const reading = extractFields(words, completeFields([{ label: 'Titel' }]))['titel'];
    expect(reading).toMatchObject({ confidence: 60, words: [1, 2, 3] });
  });
});

describe('odd input', () => {
  const odd: unknown[] = [
    null,
    undefined,
    0,
    Number.NaN,
    -1,
    '',
    'x',
    ':',
    '::::',
    [],
    {},
    { text: null },
    '\u0000',
    '💿',
    'a'.repeat(5000),
  ];
  const at = (i: number) => odd[i % odd.length];

  it('never throws, whatever one word or field holds, and reads the others', () => {
    const good = typed(['Komponist: Bach']);
    const [field] = completeFields([{ label: 'Komponist' }]);
    for (let i = 0; i < odd.length ** 2; i += 1) {
      const [one, two] = [at(i), at(Math.floor(i / odd.length))];
      const words: unknown[] = [
        one,
        ...good,
        { text: one, confidence: two, x: 900, y: one, width: two, height: two },
      ];
      const fields: unknown[] = [
        one,
        { key: 'odd', label: one, pattern: two },
        { ...field, label: 'Anderes', key: one, synonyms: two },
        field,
      ];
      // Stored JSON is what it is: the types say nothing about it.
      const readings: Record<string, unknown> = Reflect.apply(extractFields, undefined, [words, fields]);
      expect(readings['komponist']).toMatchObject({ value: 'Bach' });
    }
  });

  it('never throws on any jumble of words, and its readings are well formed', () => {
    let seed = 11;
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const texts = [
      'Titel:',
      'Titel',
      ':',
      'Komponist:Bach',
      '|',
      '....',
      'K',
      'o',
      '12:30',
      'Ä',
      'ß',
      '—',
      'Verlag:',
      '',
      '(a+',
    ];
    const fields = completeFields([
      { label: 'Titel', required: true },
      { label: 'Komponist', pattern: '(a+)+$' },
      { label: 'ß' },
      { label: '—' },
    ]);
    // Compiling the patterns anew for each card would be most of the test.
    const extract = createExtractor(fields);
    for (let round = 0; round < 500; round += 1) {
      const words = Array.from({ length: next(30) }, (): Word => {
        const box = { x: next(1000), y: next(600), width: next(200), height: next(80) };
        return { text: texts[next(texts.length)] ?? '', confidence: next(101), ...box };
      });
      for (const reading of Object.values(extract(words, { width: 1000, height: 600 }))) {
        expect(reading.value === null).toBe(reading.confidence === null);
        expect(reading.value).not.toBe('');
        for (const index of reading.words ?? []) expect(words[index]).toBeDefined();
      }
    }
  });

  it('handles a field with a broken pattern as one without', () => {
    const fields = completeFields([{ label: 'Titel', pattern: '(' }]);
    expect(extractFields(typed(['Titel: Messe']), fields)['titel']).toMatchObject({
      value: 'Messe',
      verdict: 'ok',
    });
  });

  it('reads nothing from nothing', () => {
    expect(extractFields([], completeFields([{ label: 'Titel' }]))['titel']?.value).toBeNull();
    expect(extractFields(typed(['Titel: Messe']), [])).toEqual({});
  });
});

describe('rows', () => {
  const box = (text: string, x: number, y: number, height = 20) => ({
    text,
    confidence: 90,
    x,
    y,
    width: text.length * 10,
    height,
  });

  it('keep a box over two lines in the one in which it was read', () => {
    // The year's box reaches down to the line below, which it meets as much as its own.
    const words = [
      box('langen', 10, 100),
      box('1939:', 80, 102, 42),
      box('Meier', 150, 100),
      box('Erlan', 10, 124),
      box('gen,', 66, 124, 16),
      box('Diss.', 150, 124),
    ];
    const fields = completeFields([{ label: 'Jahr', pattern: 'langen (\\d{4})' }]);
    expect(extractFields(words, fields)['jahr']?.value).toBe('1939');
  });

  it('hold together behind a comma that stands by itself', () => {
    const words = [box('Keller', 10, 100), box(',', 75, 114, 10), box('Anna', 90, 98)];
    const fields = completeFields([{ label: 'Name', lines: { from: 1, to: 1 } }]);
    expect(extractFields(words, fields)['name']?.value).toBe('Keller , Anna');
  });

  it('hold together over a speck between them', () => {
    const words = [box('Bern', 200, 100), box('|', 10, 130), box('j', 400, 132), box('1921', 10, 160)];
    const fields = completeFields([{ label: 'Jahr', pattern: 'Bern\\n(\\d{4})' }]);
    expect(extractFields(words, fields)['jahr']?.value).toBe('1921');
  });
});
