import type { UprightImage } from './decode.ts';
import { type Grey, shrinkFactor } from './ink.ts';
import { rawSharp } from './raw.ts';

/** A copy to look at, smaller by a whole factor: of some 900,000 pixels at the most. */
export interface SmallCopy extends UprightImage {
  readonly factor: number;
}

/** The same in grey. */
export interface SmallGrey extends Grey {
  readonly factor: number;
}

/** Made once for all who look: scaling 4 megapixels is 10 ms of CPU each time. The very image when it is small enough. */
export async function smallCopy(image: UprightImage): Promise<SmallCopy> {
  const factor = shrinkFactor(image.width, image.height);
  if (factor === 1) return { ...image, factor };
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const pixels = await rawSharp(image).resize({ width, height, fit: 'fill' }).raw().toBuffer();
  return { ...image, pixels, width, height, factor };
}

/** Plain luma: what reading gains from paler rules, measuring does not (tried on 275 scans). */
export function greyOf({ pixels, channels, width, height }: UprightImage): Grey {
  if (channels === 1) return { pixels, width, height };
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3)
    grey[i] = (77 * (pixels[at] ?? 0) + 150 * (pixels[at + 1] ?? 0) + 29 * (pixels[at + 2] ?? 0)) >> 8;
  return { pixels: grey, width, height };
}
