import type { Orientation } from '@cardmill/contracts';

import { decode, type UprightImage } from './decode.ts';
import { type Derivatives, makeDerivatives, thumbnailOf } from './derivatives.ts';
import { flagsOf, type ImageFlag } from './flags.ts';
import { DEFAULT_LIMITS, type ImageLimits } from './limits.ts';
import { findText, type MeasuredOrientation } from './orientation.ts';
import type { CardFormat } from './signature.ts';
import { greyOf, smallCopy } from './small-copy.ts';
import { turn } from './turn.ts';

/** What inspecting a card yields. */
export interface Inspection extends Derivatives {
  /** Of the access image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels per inch as stated by the file, null when it does not say. */
  readonly density: number | null;
  readonly format: CardFormat;
  readonly flags: readonly ImageFlag[];
  /** What the scan was turned by, beyond its EXIF tag, for everything here. */
  readonly orientation: Orientation;
  /** Whether the text left no doubt about it. */
  readonly sure: boolean;
  /** The decoded pixels, turned, so that recognising need not decode again. Drop it soon: up to 75 MB. */
  readonly upright: UprightImage;
}

/** Which page to inspect, and the limits. */
export interface InspectOptions {
  /** 0, the default, is the first; only TIFF has others. */
  readonly page?: number;
  readonly limits?: Partial<ImageLimits>;
  /** False leaves the scan as its EXIF tag has it; otherwise it is turned so that its text is upright. */
  readonly orient?: boolean;
}

/** Of a card that is not to be turned: there is no doubt about it. */
const LEFT: MeasuredOrientation = { orientation: 0, sure: true };

/**
 * Decodes a card whole, turns it upright as its EXIF tag and its text say, and makes the images that people see.
 *
 * @throws CardError when this card can never be read; see {@link decode}
 */
export async function inspect(bytes: Uint8Array, options: InspectOptions = {}): Promise<Inspection> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const scan = await decode(bytes, { page: options.page ?? 0, limits });
  const copy = await smallCopy(scan);
  const grey = { ...greyOf(copy), factor: copy.factor };
  const text = findText(grey);
  const { orientation, sure } = options.orient === false ? LEFT : text;
  const upright = await turn(scan, orientation);
  const { width, height, density, format } = upright;
  const thumb = await thumbnailOf(await turn(copy, orientation));
  const flags = flagsOf(upright, grey, text, thumb);
  const derivatives = await makeDerivatives(upright, thumb);
  return { width, height, density, format, flags, orientation, sure, ...derivatives, upright };
}
