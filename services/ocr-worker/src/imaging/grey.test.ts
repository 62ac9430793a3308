import { expect, it } from 'vitest';

import { readingGrey } from './grey.ts';

const PAPER = [245, 240, 220] as const;
const grey = (...colour: readonly number[]) => readingGrey(Uint8Array.from(colour))[0] ?? -1;
/** How much darker than the paper, of 255. */
const contrast = (...colour: readonly number[]) => grey(...PAPER) - grey(...colour);

it('leaves grey as it is', () => {
  for (const level of [0, 1, 90, 128, 200, 255]) expect(grey(level, level, level)).toBe(level);
});

it('fades pale rules into the paper', () => {
  expect(contrast(175, 210, 240)).toBeLessThan(15);
  expect(contrast(250, 190, 195)).toBeLessThan(15);
});

it('keeps dark ink of any colour apart from it', () => {
  expect(contrast(30, 30, 30)).toBeGreaterThan(180);
  expect(contrast(190, 40, 50)).toBeGreaterThan(100);
  expect(contrast(40, 50, 140)).toBeGreaterThan(150);
  expect(contrast(90, 50, 130)).toBeGreaterThan(130);
});

it('answers one level for each pixel', () => {
  expect([...readingGrey(Uint8Array.from([255, 255, 255, 0, 0, 0]))]).toEqual([255, 0]);
  expect(readingGrey(new Uint8Array())).toHaveLength(0);
});
