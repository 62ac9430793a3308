import { type Grey, shrink } from './ink.ts';

/** A part of an image, in its pixels; right and bottom are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pixels of the copy's longer side that the edges are looked for in. */
const LOOKED_AT = 400;
/** Darker than this share of the paper is surround. */
const DARK = 0.5;
/** A row or column with this share of surround lies outside of the card. */
const OUTSIDE = 0.5;
/** Share that may be cut from each side: a dark picture taken for surround must not take the card along. */
const MOST_CUT = 0.3;

/**
 * Where the card lies in a straight image: what a dark scanner lid or a black mask shows around it is left out. Without
 * dark surround the whole image.
 */
export function cardBox(grey: Grey): Box {
  const factor = Math.max(1, Math.floor(Math.max(grey.width, grey.height) / LOOKED_AT));
  const { pixels, width, height } = shrink(grey, factor);
  const paper = levelOf(pixels, 0.7);
  const dark = surround(pixels, width, height, paper * DARK);
  const share = (from: number, step: number, count: number): number => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += dark[from + i * step] ?? 0;
    return sum / count;
  };
  const outer = (size: number, at: (i: number) => number): number => {
    let cut = 0;
    // From outside in, one lighter row at the very border left aside: a rule that runs from edge to edge is no surround.
    for (let i = 0; i < size * MOST_CUT && i <= cut + 1; i++) if (at(i) >= OUTSIDE) cut = i + 1;
    // One more: its pixels are half surround.
    return cut === 0 ? 0 : cut + 1;
  };
  const left = outer(width, (i) => share(i, width, height));
  const right = outer(width, (i) => share(width - 1 - i, width, height));
  const top = outer(height, (i) => share(i * width, 1, width));
  const bottom = outer(height, (i) => share((height - 1 - i) * width, 1, width));
  return {
    left: left * factor,
    top: top * factor,
    right: right === 0 ? grey.width : (width - right) * factor,
    bottom: bottom === 0 ? grey.height : (height - bottom) * factor,
  };
}

/** 1 where dark pixels hang together with the border of the image. */
function surround(pixels: Uint8Array, width: number, height: number, level: number): Uint8Array {
  const found = new Uint8Array(width * height);
  const open: number[] = [];
  const visit = (i: number): void => {
    if (found[i] === 1 || (pixels[i] ?? 255) >= level) return;
    found[i] = 1;
    open.push(i);
  };
  for (let x = 0; x < width; x++) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y++) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const x = i % width;
    if (x > 0) visit(i - 1);
    if (x < width - 1) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i + width < found.length) visit(i + width);
  }
  return found;
}

/** The level that this share of the pixels does not reach. */
function levelOf(pixels: Uint8Array, share: number): number {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  let rest = pixels.length * share;
  for (const [level, count] of counts.entries()) {
    rest -= count;
    if (rest < 0) return level;
  }
  return 255;
}
