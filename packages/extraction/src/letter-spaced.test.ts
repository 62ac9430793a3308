import { expect, it } from 'vitest';

import { joinLetterSpaced } from './letter-spaced.ts';

const PITCH = 20;
/** A typewriter's line: every character, blank or not, takes the same width. */
const typed = (line: string, y = 0) =>
  [...line.matchAll(/\S+/g)].map(({ 0: text, index }, i) => ({
    text,
    confidence: 90 - i,
    x: index * PITCH,
    y,
    width: text.length * PITCH - 4,
    height: 30,
    line: y,
    block: 0,
  }));
const joined = (line: string) => joinLetterSpaced(typed(line)).map(({ text }) => text);

it.each([
  ['A b e g g & Cie.', ['Abegg', '&', 'Cie.']],
  ['F l o r e n t i n   Max', ['Florentin', 'Max']],
  ['B a c h ,  Johann', ['Bach', ',', 'Johann']],
  ['B a c h, Johann', ['Bach,', 'Johann']],
  ['H a n s   S a c h s', ['Hans', 'Sachs']],
  ['M o o t z - S p u r k', ['Mootz-Spurk']],
  ['G E N E V E und Bern', ['GENEVE', 'und', 'Bern']],
  ['K o m p o n i s t : Bach', ['Komponist', ':', 'Bach']],
  ['Z u g', ['Zug']],
])('closes up %s', (line, words) => {
  expect(joined(line)).toEqual(words);
});

it.each(['J. S. Bach', 'A B', 'J S Bach', 'U S A', 'a und b und c', 'Band I a', 'x      y      z'])(
  'leaves %s',
  (line) => {
    expect(joined(line)).toEqual(line.split(/\s+/));
  },
);

/** The first pieces so wide as if their letters had been read together, the rest as typed. */
const wide = (pieces: readonly string[], rest: string, height = 30) => {
  let x = -1_000;
  const spread = pieces.map((text) => {
    const width = (text.replace(/\W/, '').length * 2 - 1 + (/\W/.test(text) ? 1 : 0)) * PITCH - 4;
    x += width + PITCH + 4;
    return { text, confidence: 90, x: x - width, y: 0, width, height };
  });
  return joinLetterSpaced([...spread, ...typed(rest)]).map(({ text }) => text);
};

it('takes in pieces whose letters stand as far apart, not ordinary ones', () => {
  expect(wide(['Moo', 't', 'z'], 'Zeichen stehen weit')).toEqual(['Mootz', 'Zeichen', 'stehen', 'weit']);
  expect(wide(['Sieb', 'ler,'], 'Heinz steht dahinter')[0]).toBe('Siebler,');
  expect(wide(['V', 'ie', 'li,'], 'Hans steht dahinter')[0]).toBe('Vieli,');
  expect(wide(['Wo', '1f,'], 'Klaus steht dahinter')[0]).toBe('Wo1f,');
  expect(joined('A b e g g in Basel')).toEqual(['Abegg', 'in', 'Basel']);
});

it('takes neither larger type nor capitals for letters set apart', () => {
  expect(wide(['Abegg', 'Hans'], 'Zeichen stehen weit', 50)).toHaveLength(5);
  expect(wide(['ABEGG', 'HANS'], 'Zeichen stehen weit')).toHaveLength(5);
});

it('keeps the rest of the first word, the box around all and the lowest confidence', () => {
  expect(joinLetterSpaced(typed('Z u g', 7))).toEqual([
    { text: 'Zug', confidence: 88, x: 0, y: 7, width: 96, height: 30, line: 7, block: 0 },
  ]);
});

it('does not join over lines, and not what it joined again', () => {
  const column = ['a', 'b', 'c', 'd'].flatMap((letter, i) => typed(letter, i * 60));
  expect(joinLetterSpaced(column)).toEqual(column);
  const once = joinLetterSpaced(typed('A b e g g & Cie.'));
  expect(joinLetterSpaced(once)).toEqual(once);
});
