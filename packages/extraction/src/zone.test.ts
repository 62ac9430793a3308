import { completeFields, type FieldInput, type Word } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { extractFields } from './extract.ts';
import { typed } from './typed.suite.ts';
import { placesOfAnchors } from './zone.ts';

const size = { width: 1000, height: 600 };
const read = (lines: readonly string[], field: Omit<FieldInput, 'label'>, across = size) =>
  extractFields(typed(lines), completeFields([{ label: 'Wert', ...field }]), across)['wert'];

const card = [
  'Firma                   Akten',
  'Abegg & Cie.            B.51',
  '',
  'Zürich                  1941',
];

it('is a share of the card', () => {
  expect(read(card, { zone: { x: 0.45, y: 0.05, width: 0.5, height: 0.2 } })).toMatchObject({
    value: 'B.51',
    source: 'zone',
  });
});

it('may be turned about its own middle, for what is written across the card', () => {
  const column = { x: 0.2, y: 0.2, width: 0.6, height: 0.6 };
  const words: Word[] = [
    { text: 'oben', confidence: 90, x: 480, y: 60, width: 40, height: 20 },
    { text: 'Mitte', confidence: 90, x: 480, y: 290, width: 40, height: 20 },
    { text: 'links', confidence: 90, x: 210, y: 290, width: 40, height: 20 },
  ];
  const found = (angle: number) =>
    extractFields(words, completeFields([{ label: 'Wert', zone: { ...column, angle } }]), size)['wert']
      ?.value;
  expect(found(0)).toBe('links Mitte');
  // A quarter turn: as high as it was broad.
  expect(found(90)).toBe('oben\nMitte');
  expect(found(-90)).toBe('oben\nMitte');
});

it('counts from its anchor, wherever that stands and however it was read', () => {
  const zone = { x: -0.02, y: 0.07, width: 0.3, height: 0.1, anchor: 'Akten' };
  expect(read(card, { zone })?.value).toBe('B.51');
  expect(read(['', '', ...card.map((line) => `   ${line.replace('Akten', 'Aktcn')}`)], { zone })?.value).toBe(
    'B.51',
  );
});

it('reaches up and left of its anchor', () => {
  const zone = { x: -0.6, y: -0.35, width: 0.5, height: 0.25, anchor: '1941' };
  expect(read(card, { zone })).toMatchObject({ value: 'Firma\nAbegg & Cie.', source: 'zone' });
});

it('is not there without its anchor', () => {
  const zone = { x: 0, y: 0, width: 1, height: 1, anchor: 'Signatur' };
  expect(read(card, { zone })).toMatchObject({ value: null, source: 'none' });
  expect(read(card, { zone, pattern: 'B\\.\\d+' })).toMatchObject({ value: 'B.51', source: 'pattern' });
});

it('holds its pattern: what stands elsewhere is another thing, and what does not match too', () => {
  const zone = { x: 0.45, y: 0, width: 0.5, height: 0.2 };
  expect(read(card, { zone, pattern: 'B\\.(\\d+)' })).toMatchObject({
    value: '51',
    source: 'zone',
    verdict: 'ok',
  });
  expect(read(card, { zone, pattern: '\\d{4}' })).toMatchObject({ value: null, source: 'none' });
  expect(read([...card, 'Wert: 7'], { zone, pattern: '\\d{4}' })).toMatchObject({
    value: '7',
    verdict: 'pattern',
  });
});

it('may have its lines chosen by their place', () => {
  const zone = { x: 0, y: 0, width: 0.4, height: 1 };
  expect(read(card, { zone, lines: { from: 2, to: 2 } })?.value).toBe('Abegg & Cie.');
  expect(read(card, { zone, lines: { from: -1, to: -1 } })?.value).toBe('Zürich');
});

it('keeps the order of the lines, also when the engine gave them by columns', () => {
  const words = typed(['zwei    Worte', 'und     mehr']);
  const [a, b, c, d] = words;
  const shuffled = [d, b, c, a].flatMap((word) => word ?? []);
  const fields = completeFields([{ label: 'Wert', zone: { x: 0, y: 0, width: 1, height: 1 } }]);
  expect(extractFields(shuffled, fields, size)['wert']?.value).toBe('zwei Worte\nund mehr');
});

it('tells where its anchors stand, in pixels of the level card', () => {
  const [first] = typed(['Akten']);
  expect(placesOfAnchors(typed(card), ['Firma', 'Nirgends'], size).get('Firma')).toMatchObject({
    x: first?.x,
    y: first?.y,
  });
  expect(placesOfAnchors(typed(card), ['Nirgends'], size).size).toBe(0);
});
