import type { Component, InkRuns } from './components.ts';
import type { Grey, InkLevels } from './ink.ts';

/** In x-heights: a straight run of ink so long is a rule, no stroke of a letter comes near it. */
const LEAST_LENGTH = 5;
/** In x-heights: a rule is no thicker, and what bulges from it by less is a part of it, a dot, a blot; more is a letter. */
const MOST_THICKNESS = 0.4;
const BULGE = 0.3;
/** Pixels of paper within a run of ink: worn print and grain. */
const GAP = 2;
/** Upright rules are looked for only where a piece of ink is as high as this share of the shortest. */
const PART = 0.5;

/** An image, and its ink by runs and by pieces. */
export interface Inked {
  readonly grey: Grey;
  readonly levels: InkLevels;
  readonly runs: InkRuns;
  readonly pieces: readonly Component[];
}

/** A straight run of ink: `line` is its row (of an upright one its column), `start` and `last` the first and last place in it. */
interface Run {
  readonly line: number;
  readonly start: number;
  readonly last: number;
}

/** The lines of an image in one direction: a place is `along * step + line * stride`. */
interface Walk {
  readonly step: number;
  readonly lines: number;
  readonly stride: number;
}

/**
 * Erases long thin runs of ink, in both directions, but for the places where a letter crosses them.
 * @param pixels a copy of the image's
 * @returns whether there were any
 */
export function eraseSolidRules(pixels: Uint8Array, inked: Inked, xHeight: number): boolean {
  const { width, height } = inked.grey;
  const least = Math.max(30, Math.round(xHeight * LEAST_LENGTH));
  const level = levelRuns(inked.runs, least);
  const isInk = inkTest(inked.grey.pixels, width, inked.levels);
  for (const run of level) eraseRun(pixels, isInk, { step: 1, lines: height, stride: width }, run, xHeight);
  const upright = uprightRuns(inked, least);
  if (upright.length === 0) return level.length > 0;
  // Where two rules cross, the one that is gone must not pass for a letter on the other: a speck would be left.
  const isLeft = inkTest(Uint8Array.from(pixels), width, inked.levels);
  for (const run of upright) eraseRun(pixels, isLeft, { step: width, lines: width, stride: 1 }, run, xHeight);
  return true;
}

/** Whether there is ink at a place. */
type InkTest = (at: number) => boolean;

function inkTest(pixels: Uint8Array, width: number, { levels, columns, tile }: InkLevels): InkTest {
  return (at) => {
    const y = Math.floor(at / width);
    const x = at - y * width;
    return (pixels[at] ?? 255) < (levels[Math.floor(y / tile) * columns + Math.floor(x / tile)] ?? 0);
  };
}

/** Runs along the rows, worn ones mended. */
function levelRuns({ count, left, right, row }: InkRuns, least: number): Run[] {
  const found: Run[] = [];
  for (let run = 0; run < count; run++) {
    const start = left[run] ?? 0;
    const line = row[run] ?? 0;
    while (run + 1 < count && row[run + 1] === line && (left[run + 1] ?? 0) - (right[run] ?? 0) <= GAP) run++;
    const last = (right[run] ?? 0) - 1;
    if (last - start + 1 >= least) found.push({ line, start, last });
  }
  return found;
}

/** Runs along the columns, worn ones mended. In the order in which pixels lie in memory: the other is four times slower. */
function uprightRuns({ grey, levels, pieces }: Inked, least: number): Run[] {
  const high = pieces.filter(({ top, bottom }) => bottom - top >= least * PART);
  const squares = new Uint8Array(levels.columns);
  for (const { left, right } of high)
    squares.fill(1, Math.floor(left / levels.tile), Math.ceil(right / levels.tile));
  const from = high.reduce((top, piece) => Math.min(top, piece.top), grey.height);
  const to = high.reduce((bottom, piece) => Math.max(bottom, piece.bottom), 0);
  const starts = new Int32Array(grey.width).fill(-1);
  const lasts = new Int32Array(grey.width).fill(-1);
  const found: Run[] = [];
  const end = (line: number): void => {
    const start = starts[line] ?? -1;
    const last = lasts[line] ?? -1;
    if (start >= 0 && last - start + 1 >= least) found.push({ line, start, last });
  };
  for (let y = from; y < to; y++) {
    for (let square = 0; square < levels.columns; square++) {
      const level = levels.levels[Math.floor(y / levels.tile) * levels.columns + square] ?? 0;
      if (level === 0 || squares[square] === 0) continue;
      const right = Math.min(grey.width, (square + 1) * levels.tile);
      for (let x = square * levels.tile, at = y * grey.width + x; x < right; x++, at++) {
        if ((grey.pixels[at] ?? 255) >= level) continue;
        if ((starts[x] ?? -1) < 0 || y - (lasts[x] ?? -1) > GAP + 1) {
          end(x);
          starts[x] = y;
        }
        lasts[x] = y;
      }
    }
  }
  for (let x = 0; x < grey.width; x++) end(x);
  return found;
}

/** Erases one row of a rule, across its whole thickness, but for the places where a letter crosses it. */
function eraseRun(pixels: Uint8Array, isInk: InkTest, walk: Walk, run: Run, xHeight: number): void {
  const { line, start, last } = run;
  const thick = Math.max(4, Math.round(xHeight * MOST_THICKNESS));
  const reach = thick + Math.round(xHeight * BULGE);
  const before = new Uint8Array(last - start + 1);
  const after = new Uint8Array(last - start + 1);
  const counts = new Uint32Array(2 * reach + 4);
  for (let i = start; i <= last; i++) {
    const at = line * walk.stride + i * walk.step;
    // Mostly gone already, with the row beside it.
    if (pixels[at] === 255 || !isInk(at)) continue;
    let up = 0;
    while (up <= reach && line - up > 0 && isInk(at - (up + 1) * walk.stride)) up++;
    let down = 0;
    while (down <= reach && line + down + 1 < walk.lines && isInk(at + (down + 1) * walk.stride)) down++;
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
    if (pixels[at] === 255 || !isInk(at) || up + down + 1 > most) continue;
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
