import type { Flag } from '@cardmill/contracts';

import { looksBlank } from './blank.ts';
import type { Component } from './components.ts';
import type { UprightImage } from './decode.ts';
import { inkEdges } from './ink-edges.ts';
import type { Grey } from './ink.ts';
import { heightOfRows } from './letter-height.ts';
import type { FoundText } from './orientation.ts';

/** What is noticed about a scan while its card is still on the scanner. */
export type ImageFlag = Exclude<Flag, 'duplicate'>;

/**
 * A letter's edge as a share of its x-height, from where on it is blurred, and pixels of the copy below which an edge is
 * only the grid's. 275 good scans: 0.02 to 0.15, none flagged. Blurred by a sigma of 2, 3 and 4 pixels: library cards
 * (x-height 14) 0.21, 0.31, 0.38, flagged 39, 91 and 100 %, read by the native engine with a character error rate of .18,
 * .58 and .87 after .03; labels (x-height 21) flagged 0, 29 and 100 %, error rate .23, .28 and .39 after .22.
 */
const BLURRED = { share: 0.22, width: 1.8 };
/** Blurred whatever the letters, which run together then: pixels of the copy, in which a card's letters are 10 to 20 high. */
const HOPELESS = 6;
/** Fewer letters than this, or pieces of ink where there are no letters, say nothing about the scan. */
const FEWEST = { letters: 12, pieces: 6, size: 6 };

/**
 * Grey level of the paper: a quarter of white. Good scans: 160 to 255, the green cards with black surround 180. Made
 * darker by a factor of 0.15 the library cards are read as well as before, so this is about what people can see. By 0.4
 * none is flagged, by 0.2 all are.
 */
const DARK_PAPER = 64;

/**
 * Pixels of x-height. Good scans: 9.8 to 42. Library cards shrunk to 0.5, 0.4 and 0.3 (x-height 7, 5.6, 4.2; enlarged
 * again for reading) have an error rate of .09, .09 and .22 after .03, and 7, 43 and 86 % of them are flagged.
 */
const SMALL_LETTERS = 6;
/** Of a scan without text: a card of 12.5 cm, on which typing has 6 pixels of x-height, has this longer side. */
const SMALL_IMAGE = 400;

/**
 * Flags of a scan. Each must be certain: whoever sees one takes the card out of the drawer again.
 * @param copy grey, `factor` times smaller, with the text that was found in it
 * @param thumb copy of thumbnail size
 */
export function flagsOf(
  scan: Pick<UprightImage, 'width' | 'height'>,
  copy: Grey & { factor: number },
  text: FoundText,
  thumb: UprightImage,
): ImageFlag[] {
  const letters = inkEdges(copy, text.rows.flat(), text.columns, FEWEST.letters);
  const pieces = text.pieces.filter((piece) => sizeOf(piece) >= FEWEST.size);
  const edges = letters ?? inkEdges(copy, pieces, text.columns, FEWEST.pieces);
  const xHeight = heightOfRows(text.rows);
  const blank = xHeight === null && looksBlank(thumb);
  const flags: ImageFlag[] = [];
  if (blank) flags.push('blank');
  if (!blank && edges !== null && isBlurred(edges.width, letters === null ? null : xHeight))
    flags.push('blurred');
  if ((letters?.paper ?? brightest(copy)) < DARK_PAPER) flags.push('too_dark');
  const small =
    xHeight === null
      ? Math.max(scan.width, scan.height) < SMALL_IMAGE
      : xHeight * copy.factor < SMALL_LETTERS;
  if (small && !blank) flags.push('too_small');
  return flags;
}

function isBlurred(width: number, xHeight: number | null): boolean {
  if (width >= HOPELESS) return true;
  return xHeight !== null && width >= Math.max(BLURRED.width, BLURRED.share * xHeight);
}

const sizeOf = ({ left, top, right, bottom }: Component): number => Math.min(right - left, bottom - top);

/** The level that a twentieth of the image is lighter than: the card's paper also on a large black surround. */
function brightest({ pixels }: Grey): number {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  let lighter = 0;
  for (let level = 255; level > 0; level--) {
    lighter += counts[level] ?? 0;
    if (lighter > pixels.length / 20) return level;
  }
  return 0;
}
