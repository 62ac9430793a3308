import { type Grey, type InkLevels, inkLevels } from './ink.ts';

/** In x-heights: a straight run of ink so long is a rule, no stroke of a letter comes near it. */
const LEAST_LENGTH = 5;
/** In x-heights: a rule is no thicker, and what bulges from it by less is a part of it, a dot, a blot; more is a letter. */
const MOST_THICKNESS = 0.4;
const BULGE = 0.3;
/** Pixels of paper within a run of ink: worn print and grain. */
const GAP = 2;

/** One direction over the image: a place is `along * step + across * stride`. */
interface Walk {
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly stride: number;
}

/**
 * The image without ruled lines, boxes and underlines: long thin runs of ink become paper, letters that they cut keep
 * their strokes. Expects even light (paper near white).
 * @param xHeight of the text, in pixels.
 */
export function withoutRules(grey: Grey, xHeight: number, levels: InkLevels = inkLevels(grey)): Grey {
  const { width, height } = grey;
  const ink = inkMask(grey, levels);
  const pixels = Uint8Array.from(grey.pixels);
  eraseRules(pixels, ink, { length: width, step: 1, lines: height, stride: width }, xHeight);
  // Where two rules cross, the one that is gone must not pass for a letter on the other: a speck would be left.
  for (let i = 0; i < ink.length; i++) if (pixels[i] === 255) ink[i] = 0;
  eraseRules(pixels, ink, { length: height, step: width, lines: width, stride: 1 }, xHeight);
  return { pixels, width, height };
}

function eraseRules(pixels: Uint8Array, ink: Uint8Array, walk: Walk, xHeight: number): void {
  const least = Math.max(30, Math.round(xHeight * LEAST_LENGTH));
  const starts = new Int32Array(walk.lines).fill(-1);
  const lasts = new Int32Array(walk.lines).fill(-1);
  const see = (line: number, i: number): void => {
    const start = starts[line] ?? -1;
    const last = lasts[line] ?? -1;
    if (start < 0 || i - last > GAP + 1) {
      if (start >= 0 && last - start + 1 >= least) eraseRun(pixels, ink, walk, line, start, last, xHeight);
      starts[line] = i;
    }
    lasts[line] = i;
  };
  // In the order in which pixels lie in memory, whichever way the runs go: the other is four times slower.
  if (walk.step === 1) {
    for (let line = 0, at = 0; line < walk.lines; line++) {
      for (let i = 0; i < walk.length; i++, at++) if (ink[at] === 1) see(line, i);
    }
  } else {
    for (let i = 0, at = 0; i < walk.length; i++) {
      for (let line = 0; line < walk.lines; line++, at++) if (ink[at] === 1) see(line, i);
    }
  }
  for (let line = 0; line < walk.lines; line++) see(line, walk.length + GAP + 2);
}

/** Erases one row of a rule, across its whole thickness, but for the places where a letter crosses it. */
function eraseRun(
  pixels: Uint8Array,
  ink: Uint8Array,
  walk: Walk,
  line: number,
  start: number,
  last: number,
  xHeight: number,
): void {
  const thick = Math.max(4, Math.round(xHeight * MOST_THICKNESS));
  const reach = thick + Math.round(xHeight * BULGE);
  const before = new Uint8Array(last - start + 1);
  const after = new Uint8Array(last - start + 1);
  const counts = new Uint32Array(2 * reach + 4);
  for (let i = start; i <= last; i++) {
    const at = line * walk.stride + i * walk.step;
    if (ink[at] !== 1) continue;
    let up = 0;
    while (up <= reach && line - up > 0 && ink[at - (up + 1) * walk.stride] === 1) up++;
    let down = 0;
    while (down <= reach && line + down + 1 < walk.lines && ink[at + (down + 1) * walk.stride] === 1) down++;
    before[i - start] = up;
    after[i - start] = down;
    counts[up + down + 1] = (counts[up + down + 1] ?? 0) + 1;
  }
  const usual = middleOf(counts);
  if (usual > thick) return;
  const most = Math.max(thick, usual + Math.round(xHeight * BULGE));
  for (let i = start; i <= last; i++) {
    const up = before[i - start] ?? 0;
    const down = after[i - start] ?? 0;
    const at = line * walk.stride + i * walk.step;
    if (ink[at] !== 1 || up + down + 1 > most) continue;
    // One more on each side: the rule's soft edge.
    for (let k = -Math.min(up + 1, line); k <= down + 1 && line + k < walk.lines; k++)
      pixels[at + k * walk.stride] = 255;
  }
}

/** The thickness in the middle when all are put in order. */
function middleOf(counts: Uint32Array): number {
  let rest = counts.reduce((sum, count) => sum + count, 0) / 2;
  for (const [thickness, count] of counts.entries()) {
    rest -= count;
    if (rest <= 0) return thickness;
  }
  return 0;
}

/** 1 where there is ink. */
function inkMask({ pixels, width, height }: Grey, { levels, columns, tile }: InkLevels): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / tile) * columns;
    for (let column = 0; column < columns; column++) {
      const level = levels[row + column] ?? 0;
      const end = y * width + Math.min(width, (column + 1) * tile);
      for (let i = y * width + column * tile; i < end; i++) if ((pixels[i] ?? 0) < level) mask[i] = 1;
    }
  }
  return mask;
}
