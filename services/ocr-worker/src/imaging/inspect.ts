import { looksBlank } from './blank.ts';
import { decode, type UprightImage } from './decode.ts';
import { DEFAULT_LIMITS, type ImageLimits } from './limits.ts';
import { rawSharp } from './raw.ts';
import type { CardFormat } from './signature.ts';

/** What is noticed about a scan while its card is still on the scanner. */
export type ImageFlag = 'blank';

/** What inspecting a card yields. */
export interface Inspection {
  /** Of the access image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch as stated by the file, null when it does not say. */
  readonly density: number | null;
  readonly format: CardFormat;
  readonly flags: readonly ImageFlag[];
  /** JPEG, upright, the grid of all word boxes. */
  readonly access: Buffer;
  /** JPEG, 416 px wide (twice the widest place it is shown in) and never more than 832 px high. */
  readonly thumbnail: Buffer;
  /** The decoded pixels, so that recognising need not decode again. Drop it soon: up to 75 MB. */
  readonly upright: UprightImage;
}

/** Which page to inspect, and the limits. */
export interface InspectOptions {
  /** 0, the default, is the first; only TIFF has others. */
  readonly page?: number;
  readonly limits?: Partial<ImageLimits>;
}

const THUMBNAIL = { width: 416, height: 832, fit: 'inside', withoutEnlargement: true } as const;

/**
 * Decodes a card whole, turns it upright as its EXIF tag says, and makes the images that people see.
 *
 * @throws CardError when this card can never be read; see {@link decode}
 */
export async function inspect(bytes: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const upright = await decode(bytes, { page: options.page ?? 0, limits });
  const small = await rawSharp(upright).resize(THUMBNAIL).raw().toBuffer({ resolveWithObject: true });
  const thumb: UprightImage = {
    ...upright,
    pixels: small.data,
    width: small.info.width,
    height: small.info.height,
  };
  const [access, thumbnail, blank] = await Promise.all([
    rawSharp(upright).jpeg({ quality: 82 }).toBuffer(),
    rawSharp(thumb).jpeg({ quality: 76 }).toBuffer(),
    looksBlank(thumb),
  ]);
  const { width, height, density, format } = upright;
  return { width, height, density, format, flags: blank ? ['blank'] : [], access, thumbnail, upright };
}
