import type { Orientation } from '@cardmill/contracts';

import type { Box } from './card-edge.ts';
import { type Component, inkComponents } from './components.ts';
import { contentBox } from './content.ts';
import type { UprightImage } from './decode.ts';
import type { Grey } from './ink.ts';
import { heightOfRows } from './letter-height.ts';
import { letterRows } from './letters.ts';
import { findText, type FoundText } from './orientation.ts';
import { measureSkew } from './skew.ts';
import { greyOf, type SmallCopy, smallCopy, type SmallGrey } from './small-copy.ts';
import { turn, turnBetween, turnPixels } from './turn.ts';

/** What the letters of a card say about it. */
export interface TextMeasures {
  /** Degrees by which the lines fall to the right in the upright image; null where there is too little text to tell. */
  readonly angle: number | null;
  /** X-height in pixels of the upright image, to one decimal; null where there is too little text to tell. */
  readonly xHeight: number | null;
}

/** A scan turned upright, with what was measured on its small copy: nobody needs to look at every pixel for it again. */
export interface MeasuredScan {
  /** Turned by `orientation`, clockwise degrees beyond EXIF. */
  readonly upright: UprightImage;
  readonly orientation: Orientation;
  /** False: it may stand on its head, reading will tell. */
  readonly sure: boolean;
  /** Turned alike. */
  readonly copy: SmallGrey;
  readonly text: TextMeasures;
  /** Where anything is written, in pixels of the copy; null where there is too little text to tell. */
  readonly content: Box | null;
}

/** A measured scan, and what inspecting needs besides. */
export interface Measurement extends MeasuredScan {
  /** The small copy as it was scanned, in its colours, in grey, and what was found in it. */
  readonly scanned: { readonly copy: SmallCopy; readonly grey: SmallGrey; readonly found: FoundText };
}

/** What is known of a scan's orientation before it is measured; `measured`: nothing, its text is to tell. */
export type Known = Orientation | 'measured';

/** Measures a decoded scan and turns it upright. */
export async function measureScan(scan: UprightImage, known: Known = 'measured'): Promise<Measurement> {
  const small = await smallCopy(scan);
  const grey: SmallGrey = { ...greyOf(small), factor: small.factor };
  const found = findText(grey);
  const orientation = known === 'measured' ? found.orientation : known;
  // That a card was left or turned against what its letters say is what a person or a reading has found: it knew better.
  const sure = found.sure || orientation !== found.orientation;
  const copy = await turnedGrey(grey, orientation);
  const { rows, pieces } = orientation === found.orientation ? uprightText(found, copy) : textOf(copy);
  const upright = await turn(scan, orientation);
  const height = heightOfRows(rows);
  const xHeight = height === null ? null : Math.round(height * small.factor * 10) / 10;
  const text = { angle: measureSkew(rows), xHeight };
  const content = height === null ? null : contentBox(pieces, copy, height);
  return { upright, orientation, sure, copy, text, content, scanned: { copy: small, grey, found } };
}

/** The scan turned upside down. What was measured of its lines holds: they stay lines. */
export async function turnedOver(scan: MeasuredScan): Promise<MeasuredScan> {
  const { copy, content } = scan;
  return {
    ...scan,
    upright: await turn(scan.upright, 180),
    orientation: turnBetween(180, scan.orientation),
    copy: await turnedGrey(copy, 180),
    content: content === null ? null : overturned(content, copy),
  };
}

type LaidOut = Pick<FoundText, 'rows' | 'pieces'>;

function textOf(copy: Grey): LaidOut {
  const pieces = inkComponents(copy, 2);
  return { pieces, rows: letterRows(pieces) };
}

/** Text as it lies in the upright copy: what stood on its head is turned over, so that feet are feet. */
function uprightText({ rows, pieces, orientation }: FoundText, size: Size): LaidOut {
  if (orientation === 0 || orientation === 90) return { rows, pieces };
  const over = (piece: Component): Component => ({ ...overturned(piece, size), area: piece.area });
  return {
    // A row runs from left to right.
    rows: rows.map((row) => row.map(over).sort((a, b) => a.left - b.left)),
    pieces: pieces.map(over),
  };
}

type Size = Pick<Grey, 'width' | 'height'>;

/** Where a box is once the image is turned upside down. */
const overturned = ({ left, top, right, bottom }: Box, { width, height }: Size): Box => ({
  left: width - right,
  right: width - left,
  top: height - bottom,
  bottom: height - top,
});

async function turnedGrey(grey: SmallGrey, orientation: Orientation): Promise<SmallGrey> {
  if (orientation === 0) return grey;
  return { ...(await turnPixels({ ...grey, channels: 1 }, orientation)), factor: grey.factor };
}
