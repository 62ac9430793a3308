import { inkRuns, piecesOf } from './components.ts';
import { dotsOfRules } from './dotted-rules.ts';
import { type Grey, inkLevels } from './ink.ts';
import { eraseSolidRules } from './solid-rules.ts';

/**
 * The image without what was printed to write on: ruled lines, boxes, underlines and dotted lines become paper, letters
 * that they cut keep their strokes. Expects even light (paper near white).
 * @param xHeight of the text, in pixels.
 */
export function withoutRules(grey: Grey, xHeight: number): Grey {
  const levels = inkLevels(grey);
  const runs = inkRuns(grey, levels);
  const pieces = piecesOf(runs, 1);
  const pixels = Uint8Array.from(grey.pixels);
  const erased = eraseSolidRules(pixels, { grey, levels, runs, pieces }, xHeight);
  const left = erased ? piecesOf(inkRuns({ ...grey, pixels }, levels), 1) : pieces;
  for (const { left: x, right, top, bottom } of dotsOfRules(left, xHeight)) {
    // One more on each side: the dot's soft edge.
    const [from, to] = [Math.max(0, x - 1), Math.min(grey.width, right + 1)];
    for (let y = Math.max(0, top - 1); y < Math.min(grey.height, bottom + 1); y++)
      pixels.fill(255, y * grey.width + from, y * grey.width + to);
  }
  return { ...grey, pixels };
}
