import type { Orientation } from '@cardmill/contracts';

import type { UprightImage } from './decode.ts';
import { rawSharp } from './raw.ts';
import { turn } from './turn.ts';

/** The images that people see. */
export interface Derivatives {
  /** JPEG, the grid of all word boxes. */
  readonly access: Buffer;
  /** JPEG, 416 px wide (twice the widest place it is shown in) and never more than 832 px high. */
  readonly thumbnail: Buffer;
}

const THUMBNAIL = { width: 416, height: 832, fit: 'inside', withoutEnlargement: true } as const;

/** A copy of thumbnail size, turned clockwise; last of all, as the fewest pixels are turned the fastest. */
export async function thumbnailOf(image: UprightImage, orientation: Orientation = 0): Promise<UprightImage> {
  const lies = orientation === 90 || orientation === 270;
  const size = lies ? { ...THUMBNAIL, width: THUMBNAIL.height, height: THUMBNAIL.width } : THUMBNAIL;
  const { data, info } = await rawSharp(image).resize(size).raw().toBuffer({ resolveWithObject: true });
  return await turn({ ...image, pixels: data, width: info.width, height: info.height }, orientation);
}

/** Makes them of an image that is turned as it is to be shown. @param thumb its copy of thumbnail size, if there is one */
export async function makeDerivatives(upright: UprightImage, thumb?: UprightImage): Promise<Derivatives> {
  const [access, thumbnail] = await Promise.all([
    // Huffman tables made for the image would save 3 % of the bytes for as much CPU again (18 ms at 4 megapixels).
    rawSharp(upright).jpeg({ quality: 82, optimiseCoding: false }).toBuffer(),
    rawSharp(thumb ?? (await thumbnailOf(upright)))
      .jpeg({ quality: 76 })
      .toBuffer(),
  ]);
  return { access, thumbnail };
}
