import { ORIENTATIONS } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import type { UprightImage } from './decode.ts';
import { turn, turnBetween } from './turn.ts';

/** 1 2 3 above 4 5 6. */
const image: UprightImage = {
  pixels: Buffer.from([1, 2, 3, 4, 5, 6]),
  width: 3,
  height: 2,
  channels: 1,
  scale: 1,
  density: 300,
  format: 'png',
};

it.each([
  [90, [2, 3], [4, 1, 5, 2, 6, 3]],
  [180, [3, 2], [6, 5, 4, 3, 2, 1]],
  [270, [2, 3], [3, 6, 2, 5, 1, 4]],
] as const)('turns clockwise by %d', async (orientation, size, pixels) => {
  const turned = await turn(image, orientation);
  expect([turned.width, turned.height]).toEqual(size);
  expect([...turned.pixels]).toEqual(pixels);
  expect(turned.density).toBe(300);
});

it('hands over the very image when there is nothing to turn', async () => {
  expect(await turn(image, 0)).toBe(image);
});

it('knows what turns from one to the other', async () => {
  for (const from of ORIENTATIONS) {
    for (const to of ORIENTATIONS) {
      const there = await turn(await turn(image, from), turnBetween(from, to));
      expect([...there.pixels]).toEqual([...(await turn(image, to)).pixels]);
    }
  }
});
