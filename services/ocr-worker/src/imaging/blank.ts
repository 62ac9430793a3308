import { inkComponents } from './components.ts';
import type { UprightImage } from './decode.ts';
import type { Grey } from './ink.ts';
import { greyOf } from './small-copy.ts';

/**
 * A card of one short typed line has a standard deviation of about 8 grey levels at thumbnail size, clean
 * paper with scanner noise below 2. Kept low: calling a written card blank is the worse mistake.
 */
const BLANK_DEVIATION = 2.5;
/** A line of pixels that is darker than this share of the paper is surround. */
const SURROUND = 0.7;
/** Thumbnail pixels: a punch hole. A card has few; more such blots are something that was drawn. */
const HOLE = { least: 6, most: 44, solid: 0.7, number: 4 };

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Whether a thumbnail-sized card shows nothing but paper, a black surround and punch holes. The outer twentieth of the
 * card, where scans have edges, is ignored.
 */
export function looksBlank(image: UprightImage): boolean {
  const grey = greyOf(image);
  const { pixels, width } = grey;
  const card = inner(grey);
  const holes = holesIn(grey);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = card.top; y < card.bottom; y++) {
    const across = holes.filter((hole) => y >= hole.top && y < hole.bottom);
    for (let x = card.left; x < card.right; x++) {
      if (across.some((hole) => x >= hole.left && x < hole.right)) continue;
      const value = pixels[y * width + x] ?? 255;
      count++;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) < BLANK_DEVIATION;
}

/** The image without its surround and without a twentieth of what is left on each side. */
function inner({ pixels, width, height }: Grey): Box {
  const rows = Array.from({ length: height }, () => 0);
  const columns = Array.from({ length: width }, () => 0);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? 255;
      rows[y] = (rows[y] ?? 0) + value / width;
      columns[x] = (columns[x] ?? 0) + value / height;
    }
  }
  const [top, bottom] = lit(rows);
  const [left, right] = lit(columns);
  const marginX = Math.floor((right - left) / 20);
  const marginY = Math.floor((bottom - top) / 20);
  return { left: left + marginX, right: right - marginX, top: top + marginY, bottom: bottom - marginY };
}

/** First and last (exclusive) of the lines that are about as light as the lightest ones. */
function lit(lines: readonly number[]): [number, number] {
  const light = (lines.toSorted((a, b) => b - a)[Math.floor(lines.length / 20)] ?? 0) * SURROUND;
  const first = lines.findIndex((line) => line >= light);
  const last = lines.findLastIndex((line) => line >= light);
  return [Math.max(0, first), last + 1];
}

function holesIn(grey: Grey): Box[] {
  const holes = inkComponents(grey, HOLE.least).filter(({ left, top, right, bottom, area }) => {
    const width = right - left;
    const height = bottom - top;
    if (Math.min(width, height) < HOLE.least || Math.max(width, height) > HOLE.most) return false;
    return width < height * 1.5 && height < width * 1.5 && area > HOLE.solid * width * height;
  });
  if (holes.length > HOLE.number) return [];
  return holes.map(({ left, top, right, bottom }) => ({
    left: left - 2,
    top: top - 2,
    right: right + 2,
    bottom: bottom + 2,
  }));
}
