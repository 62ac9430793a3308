import type { Box } from './card-edge.ts';
import type { Component } from './components.ts';

/**
 * What may be writing, in x-heights: no speck, no rule, no edge of a card or a shadow; hands, stamps and headlines are
 * higher than the text that x-height was measured of.
 */
const LEAST = { long: 0.5, short: 0.3 };
const MOST_HEIGHT = 12;
/** A piece so many times as wide as it is high is a rule, however it sags. */
const MOST_WIDTH = 20;
/** Fewer pieces than this are no text to go by. */
const FEWEST = 8;
/**
 * Paper that is left around, in x-heights, for faint letters beside the others. Measured: with 2 fine print is read worse
 * (.043 after .039) and labels with junk around them better (.189 after .196), with 8 hardly anything changes; white added
 * around in its place made all worse.
 */
const MARGIN = 4;

/**
 * The part of an image in which anything is written, in its pixels; null when there is too little to tell. Half of an index
 * card is empty as a rule, and the engine searches it for lines all the same.
 * @param xHeight of the text, in pixels of the image.
 */
export function contentBox(
  pieces: readonly Component[],
  { width, height }: { width: number; height: number },
  xHeight: number,
): Box | null {
  const written = pieces.filter((piece) => {
    const across = piece.right - piece.left;
    const down = piece.bottom - piece.top;
    if (Math.max(across, down) < LEAST.long * xHeight || Math.min(across, down) < LEAST.short * xHeight)
      return false;
    if (down > MOST_HEIGHT * xHeight || across > MOST_WIDTH * down) return false;
    // What hangs on the border of the scan is what lies around the card.
    return piece.left > 1 && piece.top > 1 && piece.right < width - 1 && piece.bottom < height - 1;
  });
  if (written.length < FEWEST) return null;
  const margin = Math.ceil(MARGIN * xHeight);
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (const { left, top, right, bottom } of written) {
    box.left = Math.min(box.left, left);
    box.top = Math.min(box.top, top);
    box.right = Math.max(box.right, right);
    box.bottom = Math.max(box.bottom, bottom);
  }
  return {
    left: Math.max(0, box.left - margin),
    top: Math.max(0, box.top - margin),
    right: Math.min(width, box.right + margin),
    bottom: Math.min(height, box.bottom + margin),
  };
}
