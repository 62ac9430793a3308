import { describe, expect, it } from 'vitest';

import type { Box } from '../viewer/geometry.ts';
import { cutOf } from './cut.ts';

const word = (x: number, y: number, width = 100, height = 30): Box => ({ x, y, width, height });
const longText = Array.from({ length: 10 }, (_, i) => word(50, 100 + i * 60, 400));

describe('the cut of a field', () => {
  it('is what its words stand on, with a little room around them', () => {
    expect(cutOf([word(100, 50), word(220, 52)], [])).toEqual({
      view: { x: 91, y: 41, width: 238, height: 50 },
      line: 30,
    });
  });

  it('is none without words, and of words that stand nowhere on the image', () => {
    expect(cutOf([], [])).toBeNull();
    expect(cutOf([word(0, 0, 0, 0)], [word(0, 0, 0, 0)])).toBeNull();
  });

  it('is of a text too long to be read there only what is to be checked', () => {
    expect(cutOf(longText, [])).toBeNull();
    expect(cutOf(longText, longText.slice(3, 5))?.view).toMatchObject({ y: 271, height: 108 });
    const apart = [word(50, 100), word(50, 640)];
    expect(cutOf(longText, apart)?.view).toMatchObject({ y: 91, height: 48 });
    expect(cutOf([word(0, 0, 100, 20), word(1_900, 0, 100, 20)], [])).toBeNull();
  });
});
