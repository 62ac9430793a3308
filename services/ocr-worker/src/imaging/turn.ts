import type { Orientation } from '@cardmill/contracts';

import type { UprightImage } from './decode.ts';
import { type Raw, rawSharp } from './raw.ts';

/** The image turned clockwise by quarters, pixel for pixel; the very same one when there is nothing to turn. */
export async function turn(image: UprightImage, orientation: Orientation): Promise<UprightImage> {
  if (orientation === 0) return image;
  return { ...image, ...(await turnPixels(image, orientation)) };
}

/** The same of pixels about which nothing else is known. */
export async function turnPixels(
  pixels: Raw,
  orientation: Orientation,
): Promise<{ pixels: Buffer; width: number; height: number }> {
  const turned = rawSharp(pixels).rotate(orientation).raw();
  const { data, info } = await turned.toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}

const ORIENTATIONS: readonly Orientation[] = [0, 90, 180, 270];

/** What turns from one orientation to the other: 0 and 270 make 270, 180 and 90 make 270 as well. */
export function turnBetween(from: Orientation, to: Orientation): Orientation {
  return ORIENTATIONS[((to - from + 360) / 90) % 4] ?? 0;
}
