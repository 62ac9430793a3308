import { completeFields, type Word } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { extractFields } from './extract.ts';
import { levelled } from './level.ts';
import { askew, typed } from './typed.suite.ts';

const size = { width: 1_000, height: 600 };
const round = ({ x, y, width, height }: Omit<Word, 'text' | 'confidence'>): number[] =>
  [x, y, width, height].map((value) => Math.round(value) + 0);

describe('boxes of a card that lay askew', () => {
  it.each([-14, -5, 0.4, 5, 14])('are those of the level card, at %d degrees', (angle) => {
    const words = typed(['Komponist:            Bach', '', 'Titel:        Messe  ff']);
    const back = levelled(askew(words, size, angle), { ...size, angle });
    expect(back.map(round)).toEqual(words.map(round));
  });

  it('are left as they are where no angle can be meant', () => {
    const words = typed(['Komponist: Bach']);
    for (const angle of [0, 45, 90, Number.NaN]) expect(levelled(words, { ...size, angle })).toBe(words);
    expect(levelled(words, size)).toBe(words);
  });

  it('have a place even when they are no hulls', () => {
    const [flat] = levelled([{ x: 10, y: 10, width: 300, height: 2 }], { ...size, angle: 5 });
    expect(flat?.height).toBe(1);
  });
});

describe('a label and its value at the other end of the line', () => {
  const card = [
    'Komponist                         Bach, Johann',
    'Titel                             Messe h-Moll',
    'Verlag                            Peters',
    'Jahr                              1733',
  ];
  const fields = completeFields(['Komponist', 'Titel', 'Verlag', 'Jahr'].map((label) => ({ label })));
  const values = { komponist: 'Bach, Johann', titel: 'Messe h-Moll', verlag: 'Peters', jahr: '1733' };

  it.each([-5, 5])('belong together on a card that fell by %d degrees', (angle) => {
    const words = askew(typed(card), size, angle);
    const found = extractFields(words, fields, { ...size, angle });
    expect(Object.fromEntries(Object.entries(found).map(([key, { value }]) => [key, value]))).toEqual(values);
    // Without the angle the rows fall apart: what stands beside a label is another line's.
    expect(extractFields(words, fields, size)['titel']?.value).not.toBe(values.titel);
  });

  it.each([-5, 5])('lie in zones drawn on a card that lay straight, at %d degrees', (angle) => {
    const zone = { x: 0.6, y: 0.09, width: 0.4, height: 0.08 };
    const read = (words: readonly Word[], across: { width: number; height: number; angle?: number }) =>
      extractFields(words, completeFields([{ label: 'Wert', zone }]), across)['wert']?.value;
    expect(read(typed(card), size)).toBe('Messe h-Moll');
    expect(read(askew(typed(card), size, angle), { ...size, angle })).toBe('Messe h-Moll');
    expect(read(askew(typed(card), size, angle), size)).not.toBe('Messe h-Moll');
  });
});
