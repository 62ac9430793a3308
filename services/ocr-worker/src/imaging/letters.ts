import type { Component } from './components.ts';

/** Pixels: nothing lower than this can be told from grain, nothing higher is a letter of a line. */
const LEAST_HEIGHT = 4;
const MOST_HEIGHT = 160;
/** Rows of a band that neighbours are looked for in. */
const BAND = 64;
/** More pieces than this are a texture: a picture, a cloth, a dirty glass. */
const MOST_PIECES = 6000;

const heightOf = (piece: Component): number => piece.bottom - piece.top;

/** Shaped as one letter or a few that touch; no rule, bar of a bar code, dot, hyphen or solid hole. */
function isLetterShaped(piece: Component): boolean {
  const height = heightOf(piece);
  const width = piece.right - piece.left;
  if (height < LEAST_HEIGHT || height > MOST_HEIGHT) return false;
  if (width * 6 < height || width > height * 6) return false;
  const solid = piece.area / (width * height);
  // An "l" or "1" of a bold fount fills its box, so only what is wide is taken for a blot.
  return solid > 0.12 && (solid < 0.9 || width * 2 < height);
}

function areNeighbours(a: Component, b: Component): boolean {
  const low = Math.min(heightOf(a), heightOf(b));
  const high = Math.max(heightOf(a), heightOf(b));
  // Letter-spaced words leave a gap of one letter and a half.
  if (Math.max(a.left, b.left) - Math.min(a.right, b.right) > high * 1.8) return false;
  return high <= low * 2.2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) >= low * 0.6;
}

/**
 * The pieces of ink that stand in rows as letters do, row by row, each row from left to right: at least three of like
 * height side by side. Grain, rules, holes and most handwriting (whose words are one piece) have no such company.
 */
export function letterRows(pieces: readonly Component[]): Component[][] {
  const shaped = pieces.filter(isLetterShaped);
  if (shaped.length > MOST_PIECES) return [];
  shaped.sort((a, b) => a.left - b.left);
  const parent = shaped.map((_, index) => index);
  const bands: Component[][] = [];
  const places: number[][] = [];
  shaped.forEach((piece, index) => {
    const band = Math.floor((piece.top + piece.bottom) / 2 / BAND);
    for (let near = Math.max(0, band - 1); near <= band + 1; near++) {
      bands[near]?.forEach((other, at) => {
        if (areNeighbours(other, piece))
          parent[rootOf(parent, index)] = rootOf(parent, places[near]?.[at] ?? index);
      });
    }
    (bands[band] ??= []).push(piece);
    (places[band] ??= []).push(index);
  });
  const rows = new Map<number, Component[]>();
  shaped.forEach((piece, index) => {
    const root = rootOf(parent, index);
    const row = rows.get(root);
    if (row === undefined) rows.set(root, [piece]);
    else row.push(piece);
  });
  return [...rows.values()].filter((row) => row.length >= 3);
}

function rootOf(parent: number[], index: number): number {
  let at = index;
  for (;;) {
    const up = parent[at] ?? at;
    if (up === at) return at;
    parent[at] = parent[up] ?? up;
    at = up;
  }
}
