import { around, type Box } from '../viewer/geometry.ts';

/** In heights of a line: what is wider or higher is no longer read in the width of a field. */
const WIDEST = 34;
const HIGHEST = 5;

export interface Cut {
  readonly view: Box;
  /** Height of a line of it. */
  readonly line: number;
}

/** What is cut out of the image for a field: all of it, or of a long text what is to be checked; null when neither can be read. */
export const cutOf = (words: readonly Box[], unsure: readonly Box[]): Cut | null =>
  legible(words) ?? legible(unsure) ?? legible(unsure.slice(0, 1));

function legible(words: readonly Box[]): Cut | null {
  // What a vision model read stands nowhere on the image.
  const seen = words.filter(({ width, height }) => width > 0 && height > 0);
  const all = around(seen);
  if (all === null) return null;
  const line = Math.max(...seen.map(({ height }) => height));
  if (all.width > WIDEST * line || all.height > HIGHEST * line) return null;
  const pad = Math.max(4, line * 0.3);
  const view = {
    x: all.x - pad,
    y: all.y - pad,
    width: all.width + 2 * pad,
    height: all.height + 2 * pad,
  };
  return { view, line };
}
