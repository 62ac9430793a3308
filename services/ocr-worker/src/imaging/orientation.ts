import type { Orientation } from '@cardmill/contracts';

import { type Component, inkComponents } from './components.ts';
import { headUp } from './head-up.ts';
import { type Grey, shrink, shrinkFactor } from './ink.ts';
import { letterRows } from './letters.ts';
import { textAxis } from './text-axis.ts';

/** How a scan stands. */
export interface MeasuredOrientation {
  /** Degrees clockwise that turn the scan upright. */
  readonly orientation: Orientation;
  /** False: too little text to tell, or text that speaks for both; 0 when nothing speaks for anything. */
  readonly sure: boolean;
}

/** Below that a card is left as it was scanned: most are put in upright. */
const LIKELY = { margin: 0.15, axis: 2, head: 1 };
const SURE = { margin: 0.2, axis: 3, head: 3.5 };

/**
 * How a scan must be turned for its text to stand upright, by the shapes and places of its letters alone; neither rules
 * nor boxes nor a dark surround nor the card's own shape have a say.
 *
 * Measured on 275 scans in all four turns: the axis is right in 1,099 of 1,100, the whole in 1,089; sure of 1,028 of them,
 * never wrongly (nor with the scans 4 degrees askew). What it is not sure of has under 50 letters, or is handwriting or
 * mostly digits: nine tenths of that is right too. 7 ms of CPU at half a megapixel, 20 at two.
 *
 * @param grey one byte a pixel, row by row, 0 is black; straight to about 15 degrees
 */
export function measureOrientation(grey: Uint8Array, width: number, height: number): MeasuredOrientation {
  const whole: Grey = { pixels: grey, width, height };
  const factor = shrinkFactor(width, height);
  const image = factor > 1 ? shrink(whole, factor) : whole;
  const { orientation, sure } = findText(image);
  return { orientation, sure };
}

/** What is known of an image once its letters are found. */
export interface FoundText extends MeasuredOrientation {
  /** Text runs along the image's columns. */
  readonly columns: boolean;
  /** Rows of letters; of an image whose text runs along its columns in the places they have once it is turned by 90. */
  readonly rows: readonly (readonly Component[])[];
  /** All pieces of ink, in the same places. */
  readonly pieces: readonly Component[];
}

/** Finds the text of a small image, and how it stands. */
export function findText(image: Grey): FoundText {
  const scanned = inkComponents(image, 2);
  const axis = textAxis(scanned);
  const columns = axis.margin < -LIKELY.margin && axis.weight < -LIKELY.axis;
  const pieces = columns ? scanned.map((piece) => turned(piece, image.height)) : scanned;
  const rows = letterRows(pieces);
  const head = headUp(pieces, rows);
  const sureAxis = Math.abs(axis.margin) >= SURE.margin && Math.abs(axis.weight) >= SURE.axis;
  const sure = sureAxis && Math.abs(head) >= SURE.head;
  if (columns) return { orientation: head < 0 ? 270 : 90, sure, columns, rows, pieces };
  return { orientation: head < -LIKELY.head ? 180 : 0, sure, columns, rows, pieces };
}

/** Where a piece is when the image is turned by a quarter clockwise. */
const turned = ({ left, top, right, bottom, area }: Component, height: number): Component => ({
  left: height - bottom,
  right: height - top,
  top: left,
  bottom: right,
  area,
});
