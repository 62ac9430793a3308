import type { Sharp } from 'sharp';

import type { UprightImage } from './decode.ts';
import { guardedSharp } from './sharp.ts';

/** Decoded pixels. */
export interface Raw extends Pick<UprightImage, 'width' | 'height' | 'channels'> {
  readonly pixels: Uint8Array;
}

/**
 * sharp over pixels that are decoded already, and so within every limit. Grey stays grey: by itself sharp would make
 * three channels of one as soon as it turns or scales, and whoever counts on one would see a third of the card.
 */
export function rawSharp({ pixels, width, height, channels }: Raw): Sharp {
  const image = guardedSharp()(pixels, { raw: { width, height, channels }, limitInputPixels: false });
  return image.toColourspace(channels === 1 ? 'b-w' : 'srgb');
}
