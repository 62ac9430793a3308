/** Grey pixels, row by row, 0 is black. */
export interface Grey {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Side of the squares that the paper's level is measured in, and how far around each is looked (one square each way). */
const TILE = 16;
/** Grey levels below which a difference is the paper's grain and not ink. */
const LEAST_CONTRAST = 26;

/** Where ink begins, for each square of `TILE` pixels: what is darker is ink. 0 where there is only paper. */
export interface InkLevels {
  readonly levels: Uint8Array;
  readonly columns: number;
  readonly tile: number;
}

/**
 * Ink is told from paper by the neighbourhood of 48 pixels: two fifths of the way from the paper (mean of the lighter
 * half) to the darkest pixel. Inside a black surround nothing differs, so there is no ink.
 */
export function inkLevels({ pixels, width, height }: Grey): InkLevels {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const paper = new Uint8Array(columns * rows);
  const darkest = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      const right = Math.min(width, (column + 1) * TILE);
      const bottom = Math.min(height, (row + 1) * TILE);
      let least = 255;
      let sum = 0;
      for (let y = row * TILE; y < bottom; y++) {
        for (let i = y * width + column * TILE, end = y * width + right; i < end; i++) {
          const value = pixels[i] ?? 0;
          sum += value;
          if (value < least) least = value;
        }
      }
      const mean = sum / ((bottom - row * TILE) * (right - column * TILE));
      let lighter = 0;
      let count = 0;
      // Every second row and column says as much about the paper in a quarter of the time.
      for (let y = row * TILE; y < bottom; y += 2) {
        for (let i = y * width + column * TILE, end = y * width + right; i < end; i += 2) {
          const value = pixels[i] ?? 0;
          if (value < mean) continue;
          lighter += value;
          count++;
        }
      }
      paper[at] = count === 0 ? mean : lighter / count;
      darkest[at] = least;
    }
  }
  return { levels: levelsOf(paper, darkest, columns, rows), columns, tile: TILE };
}

function levelsOf(paper: Uint8Array, darkest: Uint8Array, columns: number, rows: number): Uint8Array {
  const levels = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let light = 0;
      let dark = 255;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
          const at = y * columns + x;
          light = Math.max(light, paper[at] ?? 0);
          dark = Math.min(dark, darkest[at] ?? 255);
        }
      }
      const contrast = light - dark;
      if (contrast >= LEAST_CONTRAST) levels[row * columns + column] = light - Math.min(80, contrast * 0.4);
    }
  }
  return levels;
}

/** Pixels that are looked at; a larger image is looked at in a smaller copy. */
const LOOKED_AT = 900_000;

/** How many times smaller a copy to look at is; 1: the image itself. */
export const shrinkFactor = (width: number, height: number): number =>
  Math.max(1, Math.ceil(Math.sqrt((width * height) / LOOKED_AT)));

/** A copy `factor` times smaller: each pixel is the mean of a square. Rests at the right and the bottom are left out. */
export function shrink({ pixels, width, height }: Grey, factor: number): Grey {
  const columns = Math.floor(width / factor);
  const rows = Math.floor(height / factor);
  const small = new Uint8Array(columns * rows);
  const area = factor * factor;
  const half = area >> 1;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      let sum = half;
      for (let y = 0, i = row * factor * width + column * factor; y < factor; y++, i += width)
        for (let x = i; x < i + factor; x++) sum += pixels[x] ?? 0;
      small[at] = sum / area;
    }
  }
  return { pixels: small, width: columns, height: rows };
}
