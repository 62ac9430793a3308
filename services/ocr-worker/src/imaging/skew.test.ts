import { drawCard } from '@cardmill/testkit';
import { describe, expect, it } from 'vitest';

import { type Component, inkComponents } from './components.ts';
import { decoded } from './drawing.suite.ts';
import { readingGrey } from './grey.ts';
import { letterRows } from './letters.ts';
import { measureSkew } from './skew.ts';

const slope = (degrees: number): number => Math.tan((degrees * Math.PI) / 180);

/** A row of letters whose feet fall by so many degrees; those from `tails` on have descenders. */
const row = (letters: number, degrees: number, { top = 400, tails = Infinity } = {}): Component[] =>
  Array.from({ length: letters }, (_, i) => {
    const left = 100 + i * 22;
    const foot = Math.round(top + 25 + (left + 8) * slope(degrees));
    return {
      left,
      right: left + 16,
      top: foot - 25,
      bottom: i >= tails ? foot + 9 : foot,
      area: 200,
    };
  });

describe('the skew of lines of text', () => {
  it.each([-15, -7.3, -1, -0.3, 0, 0.3, 1, 7.3, 15])('is measured: %d degrees', (degrees) => {
    const rows = [400, 480, 560].map((top) => row(30, degrees * 0.99, { top }));
    expect(Math.abs((measureSkew(rows) ?? 99) - degrees * 0.99)).toBeLessThan(0.1);
  });

  it('does not mind descenders', () => {
    expect(Math.abs((measureSkew([row(30, 2, { tails: 28 })]) ?? 99) - 2)).toBeLessThan(0.15);
  });

  it('is that of most letters, whatever a short row or a pasted label says', () => {
    const labels = [600, 700, 800].map((top) => row(6, 9, { top }));
    const rows = [row(30, 1), row(30, 1, { top: 500 }), ...labels];
    expect(Math.abs((measureSkew(rows) ?? 99) - 1)).toBeLessThan(0.1);
  });

  it('is unknown of too few letters, and of what is turned further than any card lies askew', () => {
    expect(measureSkew([])).toBeNull();
    expect(measureSkew([row(4, 3), row(4, 3, { top: 600 })])).toBeNull();
    expect(measureSkew([row(30, 25)])).toBeNull();
  });
});

it.each([0, 0.5, 2, -5, 12])('a card that lies askew by %d degrees', { timeout: 60_000 }, async (angle) => {
  const lines = ['Grundzüge der Wärmelehre, für Techniker', 'Basel, Birkhäuser, 1938. 212 S. 8°'];
  const { pixels, width, height } = await decoded((await drawCard({ lines, angle })).data);
  const rows = letterRows(inkComponents({ pixels: readingGrey(pixels), width, height }));
  expect(Math.abs((measureSkew(rows) ?? 99) - angle)).toBeLessThan(0.15);
});
