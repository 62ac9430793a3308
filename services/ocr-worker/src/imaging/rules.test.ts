import { describe, expect, it } from 'vitest';

import { draw, inkIn, paper, type Rectangle } from './drawing.suite.ts';
import { withoutRules } from './rules.ts';

const WIDTH = 1000;
const HEIGHT = 500;
const X_HEIGHT = 20;

/** How much of each rectangle is still there after rules were taken out. */
function left(...drawn: Rectangle[]): number[] {
  const scan = paper(WIDTH, HEIGHT);
  for (const each of drawn) draw(scan, each);
  const clean = withoutRules(scan, X_HEIGHT);
  return drawn.map((each) => Math.round(inkIn(clean, each) * 100) / 100);
}

const across: Rectangle = { left: 0, top: 200, width: WIDTH, height: 3 };
const down: Rectangle = { left: 400, top: 0, width: 3, height: HEIGHT };

describe('rules', () => {
  it('vanish, across and down, and where they cross', () => {
    expect(left(across, down)).toEqual([0, 0]);
  });

  it('that are bent by a pixel now and then vanish', () => {
    expect(
      left(...[0, 1, 2, 3].map((i) => ({ left: 100 + i * 200, top: 200 + i, width: 200, height: 3 }))),
    ).toEqual([0, 0, 0, 0]);
  });

  it('vanish though they are worn and have gaps', () => {
    const worn = Array.from({ length: 60 }, (_, i) => ({
      left: 20 + i * 14,
      top: 100,
      width: 12,
      height: 2,
    }));
    expect(Math.max(...left(...worn))).toBe(0);
  });

  it('leave the letters that stand on them and cross them', () => {
    const strokes = Array.from({ length: 20 }, (_, i) => ({
      left: 100 + i * 40,
      top: 175,
      width: 4,
      height: i % 2 === 0 ? 27 : 38,
    }));
    const clean = left(...strokes, across);
    // Each stroke whole, but for the foot that stands in the rule.
    for (const share of clean.slice(0, -1)) expect(share).toBeGreaterThanOrEqual(0.85);
  });

  it('below a word vanish, and the word stays', () => {
    const word = Array.from({ length: 8 }, (_, i) => ({
      left: 100 + i * 20,
      top: 300,
      width: 12,
      height: 20,
    }));
    const underline: Rectangle = { left: 95, top: 325, width: 170, height: 2 };
    expect(left(...word, underline)).toEqual([...word.map(() => 1), 0]);
  });

  it('are long: a dash and the stroke of a capital stay', () => {
    expect(
      left({ left: 100, top: 50, width: 60, height: 3 }, { left: 300, top: 50, width: 3, height: 40 }),
    ).toEqual([1, 1]);
  });

  it('are thin: a bar, a bar code’s too, stays', () => {
    const bar: Rectangle = { left: 100, top: 50, width: 400, height: 12 };
    const code = Array.from({ length: 12 }, (_, i) => ({
      left: 100 + i * 40,
      top: 200,
      width: 11,
      height: 150,
    }));
    expect(Math.min(...left(bar, ...code))).toBe(1);
  });

  it('at the very edge vanish too', () => {
    expect(
      left(
        { left: 0, top: 0, width: WIDTH, height: 3 },
        { left: WIDTH - 3, top: 20, width: 3, height: HEIGHT - 20 },
      ),
    ).toEqual([0, 0]);
  });
});
