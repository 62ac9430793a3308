import { describe, expect, it } from 'vitest';

import { around, layOver, wordAt, wordBeyond } from './geometry.ts';

const box = (x: number, y: number, width = 100, height = 20) => ({ x, y, width, height });
const words = [box(10, 10), box(130, 12), box(250, 8), box(20, 60), box(240, 64)];

describe('around', () => {
  it('holds every box, and is nothing around nothing', () => {
    expect(around([box(10, 10), box(130, 60)])).toEqual({ x: 10, y: 10, width: 220, height: 70 });
    expect(around([])).toBeNull();
  });
});

describe('wordAt', () => {
  it('is the word under the pointer, also just beside it', () => {
    expect(wordAt(words, { x: 140, y: 20 })).toBe(1);
    expect(wordAt(words, { x: 125, y: 20 })).toBe(1);
    expect(wordAt(words, { x: 600, y: 600 })).toBe(-1);
  });

  it('is the nearer one where two lie over each other', () => {
    expect(wordAt([box(0, 0, 400, 100), box(300, 40)], { x: 350, y: 50 })).toBe(1);
  });
});

describe('wordBeyond', () => {
  it('goes to the nearest word of the next line and back', () => {
    expect(wordBeyond(words, 2, 1)).toBe(4);
    expect(wordBeyond(words, 4, -1)).toBe(2);
  });

  it('stays where there is no line', () => {
    expect(wordBeyond(words, 0, -1)).toBe(0);
    expect(wordBeyond([], 0, 1)).toBe(0);
  });
});

describe('layOver', () => {
  const size = { width: 200, height: 100 };

  it('moves and scales', () => {
    expect(layOver(size, { x: 5, y: 6 }, { x: 105, y: 6 }, { x: 5, y: 56 })).toBe(
      'matrix(0.5, 0, 0, 0.5, 5, 6)',
    );
  });

  it('turns with the image', () => {
    // A quarter turn clockwise: the top edge runs down, the left edge runs to the left.
    expect(layOver(size, { x: 100, y: 0 }, { x: 100, y: 200 }, { x: 0, y: 0 })).toBe(
      'matrix(0, 1, -1, 0, 100, 0)',
    );
  });
});
