import { completeFields } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { findFields } from './find-fields.ts';

const size = { width: 1_200, height: 2_000 };
const word = (text: string, i: number) => {
  const box = { x: (i % 12) * 100, y: Math.floor(i / 12) * 40, width: 90, height: 30 };
  return { text, confidence: 90, ...box };
};

it('finds the fields of a card', () => {
  const words = ['Komponist:', 'Bach'].map(word);
  const fields = completeFields([{ label: 'Komponist' }]);
  expect(findFields(words, fields, size, 1_000)).toMatchObject({ komponist: { value: 'Bach' } });
});

it('takes the records that the options name', () => {
  const words = ['Titel:', 'Messe'].map(word).concat(['Titel:', 'Fuge'].map((text, i) => word(text, i + 12)));
  const fields = completeFields([{ label: 'Titel' }]);
  expect(findFields(words, fields, size, 1_000, { records: { field: 'titel' } })).toMatchObject({
    titel: { value: 'Messe' },
    'titel#2': { value: 'Fuge' },
  });
});

it('reads with a template at every limit in the time a card has', () => {
  const words = Array.from({ length: 500 }, (_, i) => word(`wort${i}`, i));
  const fields = completeFields(
    Array.from({ length: 200 }, (_, i) => ({
      label: `Komponist des Stückes ${i}`,
      synonyms: Array.from({ length: 50 }, (_each, j) => `Synonym Nummer ${j} von ${i}`),
    })),
  );
  expect(Object.keys(findFields(words, fields, size, 5_000))).toHaveLength(200);
});

it('ends what takes too long, and says so of the card', () => {
  const forever = () => {
    for (;;);
  };
  expect(() => findFields([], [], size, 50, {}, () => forever)).toThrow(
    expect.objectContaining({ code: 'ocr_timeout' }),
  );
});

it('passes on what is no question of time', () => {
  const broken = () => {
    throw new TypeError('nobody foresaw this');
  };
  expect(() => findFields([], [], size, 1_000, {}, () => broken)).toThrow(TypeError);
});

it('makes a template ready once for the cards that follow each other, and anew after trouble', () => {
  let made = 0;
  let trouble = false;
  const prepare = () => {
    made += 1;
    return () => {
      if (trouble) throw new TypeError('trouble');
      return {};
    };
  };
  const [one, other] = ['A', 'B'].map((label) => completeFields([{ label }]));
  const find = (fields = one ?? []) => findFields([], structuredClone(fields), size, 1_000, {}, prepare);
  find();
  find();
  expect(made).toBe(1);
  find(other);
  expect(made).toBe(2);
  trouble = true;
  expect(() => find(other)).toThrow(TypeError);
  trouble = false;
  find(other);
  expect(made).toBe(3);
});
