import type { Metadata, Sharp } from 'sharp';

import { CardError } from './card-error.ts';
import { stretchToBytes } from './depth.ts';
import type { ImageLimits } from './limits.ts';
import { guardedSharp } from './sharp.ts';
import { endsTooEarly, sniffFormat, type CardFormat } from './signature.ts';

/**
 * A card's pixels: upright, 8 bits, grey (1 channel) or sRGB (3), on white. Its grid is that of the access
 * image and of every box that is ever reported for the card.
 */
export interface UprightImage {
  readonly pixels: Buffer;
  readonly channels: 1 | 3;
  readonly width: number;
  readonly height: number;
  /** Upright pixels per stored pixel: below 1 only for a card larger than `maxLongSide`. */
  readonly scale: number;
  /** Pixels per inch of this grid as the file states it; null when it states none or a software's default. */
  readonly density: number | null;
  readonly format: CardFormat;
}

/** Which page of a file to decode (0 is the first; only TIFF has others) and how much is too much. */
export interface DecodeOptions {
  readonly page: number;
  readonly limits: ImageLimits;
}

/**
 * Decodes every pixel of one page; a look at the header would let cut files pass.
 *
 * @throws CardError `unsupported_type`, `image_too_large`, `image_truncated`, `image_corrupt`, `image_timeout`, `page_missing`
 */
export async function decode(bytes: Uint8Array, { page, limits }: DecodeOptions): Promise<UprightImage> {
  const format = sniffFormat(bytes);
  if (format === null) throw new CardError('unsupported_type', 'not a JPEG, PNG, TIFF or WebP file');
  const open = (): Sharp =>
    guardedSharp()(bytes, {
      limitInputPixels: limits.maxPixels,
      failOn: 'error',
      sequentialRead: true,
      page,
    }).timeout({ seconds: limits.timeoutSeconds });
  try {
    const meta = await open().metadata();
    const upright = fit(open().autoOrient(), meta, limits.maxLongSide);
    const { data, info } = await toEightBits(upright, meta);
    const long = Math.max(meta.width, meta.height);
    const scale = Math.max(info.width, info.height) / long;
    return {
      pixels: data,
      channels: info.channels === 1 ? 1 : 3,
      width: info.width,
      height: info.height,
      scale,
      density: statedDensity(meta.density, scale),
      format,
    };
  } catch (error) {
    throw cardErrorOf(error, bytes, format);
  }
}

function fit(image: Sharp, meta: Metadata, maxLongSide: number): Sharp {
  if (Math.max(meta.width, meta.height) <= maxLongSide) return image;
  return image.resize({ width: maxLongSide, height: maxLongSide, fit: 'inside' });
}

async function toEightBits(image: Sharp, meta: Metadata) {
  const grey = meta.channels === 1 || (meta.channels === 2 && meta.hasAlpha);
  // No range is agreed for these depths: libvips would read 0..1 as black and 0..65535 as white.
  if (!['uchar', 'ushort', 'short'].includes(meta.depth)) {
    const { data, info } = await image
      .removeAlpha()
      .toColourspace(grey ? 'b-w' : 'srgb')
      .raw({ depth: 'float' })
      .toBuffer({ resolveWithObject: true });
    return { data: stretchToBytes(data), info };
  }
  return await image
    .flatten({ background: '#ffffff' })
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** 72 and 96 are what software writes when it knows nothing; no card is scanned above 2,400. */
function statedDensity(density: number | undefined, scale: number): number | null {
  if (density === undefined || density < 150 || density > 2400) return null;
  return Math.round(density * scale);
}

function cardErrorOf(error: unknown, bytes: Uint8Array, format: CardFormat): CardError {
  if (error instanceof CardError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const fail = (code: CardError['code']) => new CardError(code, message, { cause: error });
  if (/exceeds pixel limit|dimension.*limit|too (large|big)/i.test(message)) return fail('image_too_large');
  if (/timeout/i.test(message)) return fail('image_timeout');
  if (/bad page number|does not contain page/i.test(message)) return fail('page_missing');
  if (/premature end|truncated|end of (file|stream)|not enough data|read error at/i.test(message))
    return fail('image_truncated');
  return fail(endsTooEarly(bytes, format) ? 'image_truncated' : 'image_corrupt');
}
