import type { Zone } from '@cardmill/contracts';

import type { ImageSize } from './image-size.ts';
import type { LabelIndex } from './label-index.ts';
import { labelLetters } from './likeness.ts';
import type { Piece, Row } from './pieces.ts';

/** Top left corners in pixels, by the anchor's text. */
export type Anchors = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** The levelled pieces whose middle lies in the zone; null when the size is unknown or the zone's anchor is not on the card. */
export function inZone(
  pieces: readonly Piece[],
  zone: Zone,
  anchors: Anchors,
  size: ImageSize | undefined,
): Piece[] | null {
  const origin = zone.anchor === undefined ? { x: 0, y: 0 } : anchors.get(zone.anchor);
  if (size === undefined || origin === undefined) return null;
  const left = origin.x + zone.x * size.width;
  const top = origin.y + zone.y * size.height;
  const [right, bottom] = [left + zone.width * size.width, top + zone.height * size.height];
  return pieces.filter((piece) => {
    const x = piece.x + piece.width / 2;
    const y = piece.y + piece.height / 2;
    return x >= left && x <= right && y >= top && y <= bottom;
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
