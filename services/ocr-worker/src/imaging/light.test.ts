import { describe, expect, it } from 'vitest';

import { draw, paper } from './drawing.suite.ts';
import type { Grey } from './ink.ts';
import { evenLight } from './light.ts';

const WIDTH = 800;
const HEIGHT = 480;

/** Letters in rows, four tenths as light as the paper that `level` tells. */
function lit(level: (x: number, y: number) => number): Grey {
  const scan = paper(WIDTH, HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) scan.pixels[y * WIDTH + x] = level(x, y) * (isLetter(x, y) ? 0.4 : 1);
  return scan;
}
const isLetter = (x: number, y: number): boolean => y % 60 >= 20 && y % 60 < 40 && x % 20 < 5;

/** The darkest paper and the lightest letter. */
function extremes({ pixels }: Grey): { paper: number; letters: number } {
  const found = { paper: 255, letters: 0 };
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const value = pixels[y * WIDTH + x] ?? 0;
      if (isLetter(x, y)) found.letters = Math.max(found.letters, value);
      else found.paper = Math.min(found.paper, value);
    }
  }
  return found;
}

describe('light', () => {
  it.each<[string, (x: number, y: number) => number]>([
    ['a shadow over one side', (x) => 250 - (x / WIDTH) * 140],
    ['a dark corner', (x, y) => 240 - (x / WIDTH) * (y / HEIGHT) * 130],
    ['tinted paper', () => 150],
  ])('becomes even: %s', (_, level) => {
    const { paper: darkest, letters } = extremes(evenLight(lit(level)));
    expect(darkest).toBeGreaterThan(215);
    expect(letters).toBeLessThan(125);
  });

  it('is left as it is where it was even', () => {
    const { paper: darkest, letters } = extremes(evenLight(lit(() => 250)));
    expect(darkest).toBeGreaterThan(245);
    expect(letters).toBeLessThan(105);
  });

  it('does not turn a hole or a photograph into paper', () => {
    const scan = paper(WIDTH, HEIGHT, 220);
    draw(scan, { left: 300, top: 150, width: 160, height: 160 }, 25);
    const { pixels } = evenLight(scan);
    expect(pixels[230 * WIDTH + 380]).toBeLessThan(60);
    expect(pixels[230 * WIDTH + 100]).toBeGreaterThan(240);
  });

  it('leaves a scan without paper as it is', () => {
    const black = paper(WIDTH, HEIGHT, 0);
    for (let i = 0; i < black.pixels.length; i += 97) black.pixels[i] = 6;
    expect(Buffer.compare(evenLight(black).pixels, black.pixels)).toBe(0);
    expect([...evenLight(paper(1, 1, 0)).pixels]).toEqual([0]);
  });
});
