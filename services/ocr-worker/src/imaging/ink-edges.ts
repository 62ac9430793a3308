import type { Component } from './components.ts';
import type { Grey } from './ink.ts';

/** What pieces of ink say about the scan; each the middle one of all pieces. */
export interface InkEdges {
  /**
   * Pixels that the step from paper to ink takes (10 to 90 %) at a piece's sharpest edge: 1 as drawn, 2.5 times the sigma
   * of what has blurred the image.
   */
  readonly width: number;
  /** Grey level of the paper beside the piece. */
  readonly paper: number;
}

/** Where across a piece its edges are looked at, in shares of its height. */
const LOOKED_AT = [0.3, 0.5, 0.7];
/** Pixels beside a piece that may belong to its edge. */
const MARGIN = 3;

/**
 * Looks at these pieces, and at nothing else of the image. Null when they are fewer than `fewest`.
 * @param columns the pieces are where they are once the image is turned clockwise by a quarter
 */
export function inkEdges(
  image: Grey,
  pieces: readonly Component[],
  columns: boolean,
  fewest: number,
): InkEdges | null {
  if (pieces.length < fewest) return null;
  const widths: number[] = [];
  const papers: number[] = [];
  for (const { left, right, top, bottom } of pieces) {
    let sharpest = Infinity;
    let lightest = 0;
    for (const share of LOOKED_AT) {
      const across = Math.floor(top + share * (bottom - top));
      const line = lineOf(image, columns, across, left - MARGIN, right + MARGIN);
      const dark = line.reduce((a, b) => Math.min(a, b), 255);
      const light = line.reduce((a, b) => Math.max(a, b), 0);
      const steepest = line.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (line[at - 1] ?? value))),
        0,
      );
      if (steepest > 0) sharpest = Math.min(sharpest, (light - dark) / steepest);
      lightest = Math.max(lightest, light);
    }
    if (sharpest < Infinity) widths.push(sharpest);
    papers.push(lightest);
  }
  return { width: middle(widths), paper: middle(papers) };
}

/** Grey levels along a line of text; `columns`: the text runs up the image's columns. */
function lineOf(image: Grey, columns: boolean, across: number, from: number, to: number): Uint8Array {
  const { pixels, width, height } = image;
  const end = Math.min(to, columns ? height : width);
  const start = Math.max(0, from);
  if (!columns) return pixels.subarray(across * width + start, across * width + end);
  const line = new Uint8Array(Math.max(0, end - start));
  for (let at = start; at < end; at++) line[at - start] = pixels[(height - 1 - at) * width + across] ?? 255;
  return line;
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
