import { CardError } from '../../imaging/card-error.ts';
import type { GreyImage } from '../../imaging/pgm.ts';
import { guardedSharp } from '../../imaging/sharp.ts';

/** Pixels. Models scale down to less than this by themselves; more would only travel. */
const LONG_SIDE = 2000;
const QUALITY = 90;
/** Models cut pictures into patches of 14 to 32 pixels and refuse what is smaller than a few of them. */
const EMPTY_SIDE = 64;

/** The image as a grey JPEG of at most 2,000 pixels. @throws CardError `ocr_failed` */
export async function pictureOf({ pgm, width, height }: GreyImage): Promise<Buffer> {
  if (pgm.length <= width * height)
    throw new CardError('ocr_failed', 'the image has fewer pixels than it says');
  const pixels = pgm.subarray(pgm.length - width * height);
  try {
    return await guardedSharp()(pixels, { raw: { width, height, channels: 1 } })
      .resize({ width: LONG_SIDE, height: LONG_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer();
  } catch (cause) {
    throw new CardError('ocr_failed', 'the image cannot be sent', { cause });
  }
}

/** A white square: whoever reads pictures at all has an answer to it. */
export async function emptyPicture(): Promise<Buffer> {
  const pixels = new Uint8Array(EMPTY_SIDE * EMPTY_SIDE).fill(255);
  return await guardedSharp()(pixels, { raw: { width: EMPTY_SIDE, height: EMPTY_SIDE, channels: 1 } })
    .jpeg()
    .toBuffer();
}
