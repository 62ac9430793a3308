import type { ImagingStep, ReadingOptions } from '@cardmill/contracts';

import type { Box } from './card-edge.ts';
import { partToRead } from './crop.ts';
import { greyForReading } from './grey.ts';
import type { Grey } from './ink.ts';
import { evenLight } from './light.ts';
import type { MeasuredScan } from './measured.ts';
import { ASSUMED_DPI, encodePgm, type GreyImage } from './pgm.ts';
import { withoutRules } from './rules.ts';
import { cutOut, type Geometry, type Placed, scaled, scaledGrey, straightened } from './straight.ts';

/** An image for the engine, and how its places lie on the upright one. */
export interface Prepared {
  readonly image: GreyImage;
  readonly geometry: Geometry;
  readonly facts: PreparedFacts;
}

/** What was measured and done; part of a result. */
export interface PreparedFacts {
  /** Degrees by which the lines fell to the right in the upright image, and were levelled when `straighten` is on; null: unknown. */
  readonly angle: number | null;
  /** The part that was read within the straightened image, in pixels of the upright one; null when it is all of it. */
  readonly crop: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  } | null;
  /** Pixels of the engine's image per pixel of the upright one. */
  readonly scale: number;
  /** X-height of the text in pixels of the upright image; null when there is too little text. */
  readonly letterHeight: number | null;
}

/** Runs one step; for whoever wants to know what it costs. */
export type Measure = <T>(step: ImagingStep | 'grey', work: () => T | Promise<T>) => Promise<T>;

/** Levelling turns letters soft; below this many degrees the engine does not mind. */
const LEAST_ANGLE = 0.2;
/**
 * X-heights that the engine reads best, in pixels: what is smaller is enlarged to the one, what is larger shrunk to the other.
 * Published optima are 20, and 30 for capitals (docs/decisions/imaging.md). Measured: fine print of 13 is read with fewer
 * errors at 16 than at 20 (.039 against .048), type of 21 to 25 with fewer at 20 than at 16 (.125 against .140).
 */
const X_HEIGHT = { least: 16, most: 20 };
/** Of a card without text worth measuring: 10 point type at 300 dpi. */
const USUAL_X_HEIGHT = 20;
/** Enlarging further shows no more, and shrinking further what was measured was no text. */
const SCALE = { least: 0.35, most: 2.5 };
/** Scales nearer to 1 than this are not worth the softness. */
const NEAR = 0.08;
/** Pixels that an enlarged image may have. */
const MOST_PIXELS = 12_000_000;

const plainly: Measure = async (_step, work) => await work();

/** Makes the image that the engine reads of an upright scan: level, cut to the card, evenly lit, without rules, scaled. */
export async function prepare(
  scan: Pick<MeasuredScan, 'upright' | 'copy' | 'text' | 'content'>,
  options: Pick<ReadingOptions, 'imaging'>,
  measure: Measure = plainly,
): Promise<Prepared> {
  const on = (step: ImagingStep): boolean => options.imaging?.[step] !== false;
  const { upright, text } = scan;
  const { width, height, density } = upright;
  const angle = on('straighten') && Math.abs(text.angle ?? 0) >= LEAST_ANGLE ? (text.angle ?? 0) : 0;
  const scale = on('scale') && text.xHeight !== null ? scaleFor(upright, text.xHeight) : 1;
  // Made smaller first and larger last: every step between costs by the pixel.
  const [down, up] = scale < 1 ? [scale, 1] : [1, scale];
  const smaller = await measure('scale', () => scaled(upright, down));
  let grey = await measure('grey', () => greyForReading(smaller));
  grey = await measure('straighten', () => straightened(grey, angle));
  const whole = wholeOf(grey);
  const box = on('crop') ? await measure('crop', () => partToRead(grey, scan, angle)) : whole;
  grey = await measure('crop', () => cutOut(grey, box));
  if (on('light')) grey = await measure('light', () => evenLight(grey));
  const xHeight = (text.xHeight ?? USUAL_X_HEIGHT) * down;
  if (on('rules')) grey = await measure('rules', () => withoutRules(grey, xHeight));
  grey = await measure('scale', () => scaledGrey(grey, up));
  const dpi = statedDpi(density, on('scale') ? text.xHeight : null);
  const card = { x: box.left / down, y: box.top / down, ...sizeOf(box, down) };
  return {
    image: {
      pgm: encodePgm(grey.pixels, grey.width, grey.height),
      width: grey.width,
      height: grey.height,
      dpi,
    },
    geometry: { width, height, angle, straight: sizeOf(whole, down), left: card.x, top: card.y, scale },
    facts: {
      angle: text.angle === null ? null : Math.round(text.angle * 100) / 100,
      crop: sameBox(box, whole) ? null : inWholePixels(card),
      scale,
      letterHeight: text.xHeight,
    },
  };
}

const wholeOf = ({ width, height }: Grey): Box => ({ left: 0, top: 0, right: width, bottom: height });

const sizeOf = ({ left, top, right, bottom }: Box, scale: number): { width: number; height: number } => ({
  width: (right - left) / scale,
  height: (bottom - top) / scale,
});

const inWholePixels = ({ x, y, width, height }: Placed): Placed => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.round(width),
  height: Math.round(height),
});

/**
 * Letters brought to one height are those of 10 point type at 300 dpi, whatever the scanner's were: the engine takes the
 * number as the size of what is written (fine print that was enlarged: .048 with this one, .055 with the scan's own times
 * the scale). Where no letters were measured, the file's own.
 */
const statedDpi = (density: number | null, xHeight: number | null): number =>
  xHeight === null ? (density ?? ASSUMED_DPI) : ASSUMED_DPI;

function scaleFor({ width, height }: { width: number; height: number }, xHeight: number): number {
  const best = Math.min(X_HEIGHT.most, Math.max(X_HEIGHT.least, xHeight));
  const most = Math.min(SCALE.most, Math.sqrt(MOST_PIXELS / (width * height)));
  const scale = Math.min(most, Math.max(SCALE.least, best / xHeight));
  return Math.abs(scale - 1) < NEAR ? 1 : Math.round(scale * 1000) / 1000;
}

const sameBox = (a: Box, b: Box): boolean =>
  a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
