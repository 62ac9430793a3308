import type { Sharp } from 'sharp';

import type { UprightImage } from './decode.ts';
import { guardedSharp } from './sharp.ts';

/** sharp over pixels that are decoded already, and so within every limit. */
export function rawSharp({
  pixels,
  width,
  height,
  channels,
}: Pick<UprightImage, 'pixels' | 'width' | 'height' | 'channels'>): Sharp {
  return guardedSharp()(pixels, { raw: { width, height, channels }, limitInputPixels: false });
}
