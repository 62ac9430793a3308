import { type Component, inkComponents } from './components.ts';
import { type Grey, shrink, shrinkFactor } from './ink.ts';
import { letterRows } from './letters.ts';

/** Fewer letters than this are no text to measure. */
const FEWEST_LETTERS = 8;
/** Fewer letters than this in a row do not tell small letters from capitals. */
const FEWEST_IN_ROW = 6;
/** How much higher than x-height capitals, ascenders and digits are: 1.3 in typewriting, 1.5 in book founts. */
const CAPITALS = { least: 1.22, most: 1.65, typical: 1.4 };

/**
 * The x-height of the card's text in pixels of the image given. With several sizes of text it is that of the letter in
 * the middle when all are put in order. A row of capitals or digits counts with the x-height that goes with it, so that
 * every value can be scaled by alike; of handwriting it is the height of its small letters, roughly. Null when fewer than
 * eight letters stand in rows, as on an empty card. Rules, boxes, holes, bar codes and a black surround do not count.
 *
 * Measured on 275 scans against the x-height that the native engine reports for the same text: middle 0.97, half of all
 * within 0.05, nine tenths within 0.15 on machine writing. 12 ms of CPU for 1.8 megapixels, 6 for half a megapixel.
 *
 * @param grey one byte a pixel, row by row, 0 is black; the text upright, and straight to about 5 degrees
 */
export function letterHeight(grey: Uint8Array, width: number, height: number): number | null {
  const whole: Grey = { pixels: grey, width, height };
  const factor = shrinkFactor(width, height);
  const image = factor > 1 ? shrink(whole, factor) : whole;
  const found = heightOfRows(letterRows(inkComponents(image)));
  return found === null ? null : found * factor;
}

/** The same of rows of letters that are found already, in the pixels of the image that they were found in. */
export function heightOfRows(letters: readonly (readonly Component[])[]): number | null {
  const rows = letters.map((row) => row.map((piece) => piece.bottom - piece.top));
  if (rows.reduce((sum, row) => sum + row.length, 0) < FEWEST_LETTERS) return null;
  const long = rows.filter((row) => row.length >= FEWEST_IN_ROW);
  return weightedMedian(
    (long.length > 0 ? long : [rows.flat()]).map((row) => [xHeight(row), row.length] as const),
  );
}

function weightedMedian(values: readonly (readonly [value: number, weight: number])[]): number {
  const sorted = values.toSorted(([a], [b]) => a - b);
  let rest = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  for (const [value, weight] of sorted) {
    rest -= weight;
    if (rest <= 0) return value;
  }
  return 0;
}

/** The x-height among the heights of a row's letters: the lower of their two crowds. */
function xHeight(heights: readonly number[]): number {
  const most = heights.reduce((a, b) => Math.max(a, b), 0);
  const crowd = (from: number, to: number): { count: number; mean: number } => {
    let count = 0;
    let sum = 0;
    for (const height of heights) {
      if (height < from || height > to) continue;
      count++;
      sum += height;
    }
    return { count, mean: count === 0 ? 0 : sum / count };
  };
  let peak = { count: 0, mean: 0 };
  for (let h = 1; h <= most; h++) {
    const reach = Math.max(1, h * 0.1);
    const here = crowd(h - reach, h + reach);
    if (here.count > peak.count) peak = here;
  }
  const lower = crowd(peak.mean / CAPITALS.most, peak.mean / CAPITALS.least);
  if (lower.count >= 0.35 * peak.count) return lower.mean;
  const higher = crowd(peak.mean * CAPITALS.least, peak.mean * CAPITALS.most);
  return higher.count >= 0.12 * peak.count ? peak.mean : peak.mean / CAPITALS.typical;
}
