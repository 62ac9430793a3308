import type { Component } from './components.ts';

/** A row of fewer letters says too little about its direction. */
const FEWEST_LETTERS = 5;
/** Degrees: more than this is no skew of a card laid on a scanner. */
const MOST = 15;

/**
 * How far the lines of text are turned, in degrees, clockwise positive (the line falls to its right); null when there are
 * too few letters to tell.
 *
 * Each row's direction is that of its baseline: Theil and Sen's line through the feet of its letters, which does not mind
 * the descenders. The angle is the median over the rows, weighted by letters and length. Precise to 0.1 degree from
 * about twenty letters on, over plus or minus 15 degrees.
 */
export function measureSkew(rows: readonly (readonly Component[])[]): number | null {
  const directions = rows
    .filter((row) => row.length >= FEWEST_LETTERS)
    .flatMap((row) => {
      const slope = slopeOf(row);
      if (slope === null || Math.abs(slope.slope) > Math.tan((MOST * Math.PI) / 180)) return [];
      return [slope];
    });
  if (directions.length === 0) return null;
  directions.sort((a, b) => a.slope - b.slope);
  let rest = directions.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { slope, weight } of directions) {
    rest -= weight;
    if (rest <= 0) return (Math.atan(slope) * 180) / Math.PI;
  }
  return null;
}

/** Pairs closer than this share of the row's length say more about their letters than about the line. */
const APART = 0.25;
/** Letters of a longer row that are looked at: the pairs grow with the square. */
const MOST_LETTERS = 60;

function slopeOf(row: readonly Component[]): { slope: number; weight: number } | null {
  const every = Math.ceil(row.length / MOST_LETTERS);
  const feet = row
    .filter((_, i) => i % every === 0)
    .map((piece) => ({
      x: (piece.left + piece.right) / 2,
      y: piece.bottom,
    }));
  const length = (feet.at(-1)?.x ?? 0) - (feet[0]?.x ?? 0);
  const slopes: number[] = [];
  for (const [i, a] of feet.entries()) {
    for (const b of feet.slice(i + 1)) {
      if (b.x - a.x >= length * APART) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  }
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  return { slope: slopes[slopes.length >> 1] ?? 0, weight: row.length * length };
}
