import { describe, expect, it } from 'vitest';

import { closeUp } from './close-up.ts';
import { inkComponents } from './components.ts';
import { draw, greyOfPgm, paper } from './drawing.suite.ts';
import { encodePgm } from './pgm.ts';

const WIDTH = 400;
const HEIGHT = 200;

/** A sheet with one black box on it. */
function sheet(box: { left: number; top: number; width: number; height: number }) {
  const grey = paper(WIDTH, HEIGHT);
  draw(grey, box);
  return { pgm: encodePgm(grey.pixels, WIDTH, HEIGHT), width: WIDTH, height: HEIGHT, dpi: 300 };
}

describe('a close-up', () => {
  it.each([
    { left: 120, top: 80, width: 40, height: 24 },
    // In the corners, where the part reaches beyond the image.
    { left: 2, top: 2, width: 40, height: 24 },
    { left: 356, top: 174, width: 40, height: 24 },
  ])('shows a part twice as large, and what is seen in it lies where it is: %o', async (box) => {
    const part = {
      left: box.left - 20.3,
      top: box.top - 10.7,
      right: box.left + 60.2,
      bottom: box.top + 40.1,
    };
    const { image, toWhole } = await closeUp(sheet(box), part);
    const [ink, ...others] = inkComponents(greyOfPgm(image));
    if (ink === undefined) throw new Error('no ink');
    expect(others).toEqual([]);
    expect(ink.right - ink.left).toBeGreaterThanOrEqual(box.width * 2 - 2);
    const seen = { x: ink.left, y: ink.top, width: ink.right - ink.left, height: ink.bottom - ink.top };
    const { x, y, width, height } = toWhole(seen);
    for (const off of [x - box.left, y - box.top, width - box.width, height - box.height])
      expect(Math.abs(off)).toBeLessThanOrEqual(1);
  });
});
