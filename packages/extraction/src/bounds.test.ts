import { completeFields } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { extractFields } from './extract.ts';
import { typed } from './typed.suite.ts';

const page = typed(
  Array.from({ length: 50 }, (_, row) =>
    Array.from(
      { length: 10 },
      (_each, i) => `${i === 0 ? 'Komponist' : 'wort'}${row}${i}${i % 4 === 0 ? ':' : ''}`,
    ).join(' '),
  ),
);

/** Bounds are wide: they tell seconds from the minutes that the same took before labels had an index. */
const within = (ms: number, work: () => void) => {
  const started = performance.now();
  work();
  expect(performance.now() - started).toBeLessThan(ms);
};

const many = Array.from({ length: 200 }, (_, i) => ({
  label: `Komponist des Stückes ${i}`,
  synonyms: Array.from({ length: 50 }, (_each, j) => `Synonym Nummer ${j} von ${i}`),
}));

it('finds labels among ten thousand on a page of five hundred words', () => {
  within(5_000, () => {
    const lines = [...page, ...typed(['Synonym Nummer 7 von 12: ja']).map((word) => ({ ...word, y: 4_000 }))];
    const found = extractFields(lines, completeFields(many));
    expect(found['komponist-des-stueckes-12']?.value).toBe('ja');
  });
});

it('reads two hundred zones with anchors and labels', () => {
  within(10_000, () => {
    const zone = { x: -0.5, y: -0.1, width: 0.9, height: 0.9 };
    const fields = many.map((field, i) => ({ ...field, zone: { ...zone, anchor: `Komponist${i % 50}0:` } }));
    extractFields(page, completeFields(fields), { width: 2_000, height: 3_000 });
  });
});

it('tries two hundred patterns on every line', () => {
  within(10_000, () => {
    const fields = many.map(({ label }, i) => ({ label, pattern: `(a+)+${i}$|[^x]{3,20}y` }));
    extractFields(page, completeFields(fields));
  });
});
