import { decode } from './decode.ts';
import { type Derivatives, makeDerivatives, thumbnailOf } from './derivatives.ts';
import { flagsOf, type ImageFlag } from './flags.ts';
import { DEFAULT_LIMITS, type ImageLimits } from './limits.ts';
import { type MeasuredScan, measureScan } from './measured.ts';
import type { CardFormat } from './signature.ts';

/** What inspecting a card yields. */
export interface Inspection extends Derivatives, MeasuredScan {
  /** Of the access image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch as stated by the file, null when it does not say. */
  readonly density: number | null;
  readonly format: CardFormat;
  readonly flags: readonly ImageFlag[];
}

/** Which page to inspect, and the limits. */
export interface InspectOptions {
  /** 0, the default, is the first; only TIFF has others. */
  readonly page?: number;
  readonly limits?: Partial<ImageLimits>;
  /** False leaves the scan as its EXIF tag has it; otherwise it is turned so that its text is upright. */
  readonly orient?: boolean;
}

/**
 * Decodes a card whole, turns it upright as its EXIF tag and its text say, and makes the images that people see.
 *
 * @throws CardError when this card can never be read; see {@link decode}
 */
export async function inspect(bytes: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const scan = await decode(bytes, { page: options.page ?? 0, limits });
  const { scanned, ...measured } = await measureScan(scan, options.orient === false ? 0 : 'measured');
  const { upright, orientation } = measured;
  const { width, height, density, format } = upright;
  const thumb = await thumbnailOf(scanned.copy, orientation);
  const flags = flagsOf(upright, scanned.grey, scanned.found, thumb);
  const derivatives = await makeDerivatives(upright, thumb);
  return { ...measured, width, height, density, format, flags, ...derivatives };
}
