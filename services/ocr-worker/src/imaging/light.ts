import type { Grey } from './ink.ts';

/** Side of the squares in which the paper's level is measured, in pixels: larger than a letter. */
const TILE = 32;
/** Paper is brought to this level; what is lighter becomes white. */
const PAPER = 250;
/** A gain of one; 255 times the highest gain (paper of level 1) times this fits in 31 bits. */
const SHIFT = 14;
const ONE = 2 ** SHIFT;
/** A square darker than this share of the card's paper holds none: a hole, a photograph, the surround. */
const LEAST_SHARE = 0.45;

/**
 * The image with its paper at one level: shadows, stains and tints are divided out. The engine sets one threshold for the
 * whole image (Otsu's), so a dark corner would take its letters along.
 */
export function evenLight({ pixels, width, height }: Grey): Grey {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const paper = smooth(
    filled(paperLevels({ pixels, width, height }, columns, rows), columns, rows),
    columns,
    rows,
  );
  const out = new Uint8Array(width * height);
  // In units of 1 / ONE: whole numbers take half the time.
  const gains = new Int32Array(columns + 1);
  for (let y = 0; y < height; y++) {
    const place = Math.min(rows - 1, Math.max(0, (y + 0.5) / TILE - 0.5));
    const upper = Math.floor(place) * columns;
    const lower = Math.min(rows - 1, Math.floor(place) + 1) * columns;
    const share = place - Math.floor(place);
    for (let c = 0; c < columns; c++) {
      const a = paper[upper + c] ?? PAPER;
      gains[c] = (ONE * PAPER) / Math.max(1, a + ((paper[lower + c] ?? PAPER) - a) * share);
    }
    gains[columns] = gains[columns - 1] ?? ONE;
    // Between the middles of two squares the gain changes evenly, so it is added up.
    for (let c = -1, x = 0, i = y * width; x < width; c++) {
      let gain = gains[Math.max(0, c)] ?? ONE;
      const step = Math.trunc(((gains[c + 1] ?? gain) - gain) / TILE);
      for (const end = Math.min(width, (c + 1) * TILE + TILE / 2); x < end; x++, i++) {
        const value = ((pixels[i] ?? 0) * gain) >> SHIFT;
        out[i] = value > 255 ? 255 : value;
        gain += step;
      }
    }
  }
  return { pixels: out, width, height };
}

/** Of each square the level that three quarters of its pixels do not reach: paper, unless it is full of ink. */
function paperLevels({ pixels, width, height }: Grey, columns: number, rows: number): Float32Array {
  const levels = new Float32Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      histogram.fill(0);
      const right = Math.min(width, (column + 1) * TILE);
      const bottom = Math.min(height, (row + 1) * TILE);
      let count = 0;
      // Every second row and column says as much in a quarter of the time.
      for (let y = row * TILE; y < bottom; y += 2) {
        for (let i = y * width + column * TILE, end = y * width + right; i < end; i += 2) {
          const value = pixels[i] ?? 0;
          histogram[value] = (histogram[value] ?? 0) + 1;
          count++;
        }
      }
      let rest = count / 4;
      let level = 255;
      while (level > 0 && rest > (histogram[level] ?? 0)) rest -= histogram[level--] ?? 0;
      levels[row * columns + column] = level;
    }
  }
  return levels;
}

/** Squares without paper take the level of the nearest ones that have it; a card without any stays as it is. */
function filled(levels: Float32Array, columns: number, rows: number): Float32Array {
  const usual = Float32Array.from(levels).sort()[Math.floor(levels.length * 0.6)] ?? PAPER;
  const least = usual * LEAST_SHARE;
  let known = Float32Array.from(levels, (level) => (level < least ? 0 : level));
  for (let round = 0; round < columns + rows && known.includes(0); round++) {
    const next = Float32Array.from(known);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (known[row * columns + column] !== 0) continue;
        next[row * columns + column] = meanAround(known, columns, rows, column, row);
      }
    }
    known = next;
  }
  return known.map((level) => (level === 0 ? PAPER : level));
}

const smooth = (levels: Float32Array, columns: number, rows: number): Float32Array =>
  levels.map((_, i) => meanAround(levels, columns, rows, i % columns, Math.floor(i / columns)));

/** Mean of the square and its neighbours, those at 0 left out; 0 when all are. */
function meanAround(
  levels: Float32Array,
  columns: number,
  rows: number,
  column: number,
  row: number,
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
      const level = levels[y * columns + x] ?? 0;
      if (level === 0) continue;
      sum += level;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}
