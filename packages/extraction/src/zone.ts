import type { Word, Zone } from '@cardmill/contracts';

import type { ImageSize } from './image-size.ts';
import { createLabelIndex, type LabelIndex } from './label-index.ts';
import { labelLetters } from './likeness.ts';
import { type Piece, piecesOf, type Row, rowsOf } from './pieces.ts';

/** Top left corners in pixels, by the anchor's text. */
export type Anchors = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Pixels: what lies on the edge lies within, however the sums were rounded. */
const EDGE = 1e-6;

/** The levelled pieces whose middle lies in the zone; null when the size is unknown or the zone's anchor is not on the card. */
export function inZone(
  pieces: readonly Piece[],
  zone: Zone,
  anchors: Anchors,
  size: ImageSize | undefined,
): Piece[] | null {
  const origin = zone.anchor === undefined ? { x: 0, y: 0 } : anchors.get(zone.anchor);
  if (size === undefined || origin === undefined) return null;
  const [width, height] = [zone.width * size.width, zone.height * size.height];
  const middle = {
    x: origin.x + zone.x * size.width + width / 2,
    y: origin.y + zone.y * size.height + height / 2,
  };
  const angle = ((zone.angle ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return pieces.filter((piece) => {
    const x = piece.x + piece.width / 2 - middle.x;
    const y = piece.y + piece.height / 2 - middle.y;
    // As it lies in the zone before that was turned.
    const [along, across] = [x * cos + y * sin, y * cos - x * sin];
    return Math.abs(along) <= width / 2 + EDGE && Math.abs(across) <= height / 2 + EDGE;
  });
}

/**
 * Where the anchors stand: the words that read most like each, the first of several.
 * @param index - of the anchors, each its own key
 */
export function findAnchors(rows: readonly Row[], index: LabelIndex): Anchors {
  const found = new Map<string, { x: number; y: number; cost: number }>();
  if (index.longest === 0) return found;
  for (const row of rows) {
    const letters = row.map(({ text }) => labelLetters(text));
    for (const from of row.keys()) {
      let read = '';
      for (let to = from; to < row.length; to += 1) {
        read += letters[to] ?? '';
        if (read.length > index.longest + 3) break;
        for (const { key, cost } of read === '' ? [] : index.find(read)) {
          if (cost >= (found.get(key)?.cost ?? Infinity)) continue;
          const words = row.slice(from, to + 1);
          found.set(key, { x: words[0]?.x ?? 0, y: Math.min(...words.map((word) => word.y)), cost });
        }
      }
    }
  }
  return found;
}

/** The index of anchors, each its own key. */
export const anchorIndex = (anchors: Iterable<string>): LabelIndex =>
  createLabelIndex([...new Set(anchors)].map((text) => ({ key: text, label: text, synonyms: [] })));

/** Where anchors stand on one card, as zones are counted from them: pixels of the level card. */
export const placesOfAnchors = (
  words: readonly Word[],
  anchors: Iterable<string>,
  size: ImageSize | undefined,
): Anchors => findAnchors(rowsOf(piecesOf(words, size)), anchorIndex(anchors));
