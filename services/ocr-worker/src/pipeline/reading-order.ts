import type { RecognisedWord } from '../engine/index.ts';
import { median } from './median.ts';
import { linesOf } from './noise.ts';

interface Line {
  readonly words: readonly RecognisedWord[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lines stand beside each other when they share so much of the lower one's height, and neither is this many times higher. */
const SHARED = 0.5;
const HIGHER = 2.2;
/** Two blocks with so many lines beside each other, of so many words each, are columns of running text. */
const COLUMN_LINES = 4;
const COLUMN_WORDS = 4;

/**
 * The words in the order in which a card is read, lines numbered anew: what stands beside each other is one line, as on a
 * form, where the engine tends to take name, place and number for three columns. Columns of running text stay columns.
 * Expects a level image.
 */
export function inReadingOrder(words: readonly RecognisedWord[]): RecognisedWord[] {
  const all = linesOf(words);
  const lines = all.filter((line) => !runsAcross(line)).map(lineOf);
  const rows = hasColumns(lines) ? lines.map((line) => [line]) : rowsOf(lines);
  // A label pasted on edge: read after everything else, in the engine's order.
  const across = all.filter(runsAcross).map((line) => [lineOf(line)]);
  return renumbered([...rows, ...across]);
}

/** Whether a line runs from top to bottom or upwards: its words are higher than they are long. */
function runsAcross(words: readonly RecognisedWord[]): boolean {
  const long = words.filter((word) => word.text.length >= 3);
  return long.length > 0 && long.every((word) => word.height > word.width * 1.5);
}

function lineOf(words: readonly RecognisedWord[]): Line {
  return {
    words,
    left: Math.min(...words.map((word) => word.x)),
    right: Math.max(...words.map((word) => word.x + word.width)),
    // The middle word's: one stain read as a letter must not make the line as high as two.
    top: median(words.map((word) => word.y)),
    bottom: median(words.map((word) => word.y + word.height)),
  };
}

function rowsOf(lines: readonly Line[]): Line[][] {
  const rows: Line[][] = [];
  for (const line of lines.toSorted((a, b) => a.top + a.bottom - b.top - b.bottom)) {
    const row = rows.find((one) => one.every((other) => areBeside(other, line)));
    if (row === undefined) rows.push([line]);
    else row.push(line);
  }
  return rows.map((row) => row.toSorted((a, b) => a.left - b.left));
}

function areBeside(a: Line, b: Line): boolean {
  const [low, high] = [a.bottom - a.top, b.bottom - b.top].toSorted((x, y) => x - y);
  if (low === undefined || high === undefined || high > low * HIGHER) return false;
  if (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) < low * SHARED) return false;
  return a.right <= b.left + low / 2 || b.right <= a.left + low / 2;
}

function hasColumns(lines: readonly Line[]): boolean {
  const long = lines.filter((line) => line.words.length >= COLUMN_WORDS);
  const beside = new Map<string, number>();
  for (const [i, a] of long.entries()) {
    for (const b of long.slice(i + 1)) {
      if (!areBeside(a, b)) continue;
      const pair = `${a.words[0]?.block}|${b.words[0]?.block}`;
      beside.set(pair, (beside.get(pair) ?? 0) + 1);
    }
  }
  return [...beside.values()].some((count) => count >= COLUMN_LINES);
}

const renumbered = (rows: readonly (readonly Line[])[]): RecognisedWord[] =>
  rows.flatMap((row, line) => row.flatMap(({ words }) => words.map((word) => ({ ...word, line }))));
