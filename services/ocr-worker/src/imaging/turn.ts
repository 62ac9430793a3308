import type { Orientation } from '@cardmill/contracts';

import type { UprightImage } from './decode.ts';
import { rawSharp } from './raw.ts';

/** The image turned clockwise by quarters, pixel for pixel; the very same one when there is nothing to turn. */
export async function turn(image: UprightImage, orientation: Orientation): Promise<UprightImage> {
  if (orientation === 0) return image;
  const { data, info } = await rawSharp(image)
    .rotate(orientation)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...image, pixels: data, width: info.width, height: info.height };
}

const ORIENTATIONS: readonly Orientation[] = [0, 90, 180, 270];

/** What turns from one orientation to the other: 0 and 270 make 270, 180 and 90 make 270 as well. */
export function turnBetween(from: Orientation, to: Orientation): Orientation {
  return ORIENTATIONS[((to - from + 360) / 90) % 4] ?? 0;
}
