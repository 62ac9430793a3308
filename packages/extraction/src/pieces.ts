import type { Word } from '@cardmill/contracts';

import type { ImageSize } from './image-size.ts';
import { groupLetterSpaced, merged } from './letter-spaced.ts';
import { levelled } from './level.ts';

/** A word, the part of one on this side of a colon (`Komponist:Bach` is two pieces of one word), or a letter-spaced word of several. */
export interface Piece {
  readonly text: string;
  /** Positions in the card's word list. */
  readonly words: readonly number[];
  /** No white space in front of it. */
  readonly glued: boolean;
  readonly confidence: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pieces that stand beside each other on the card, from left to right, whatever block the engine put them in. */
export type Row = readonly Piece[];

/**
 * Only what has text and a place on the card; anything else in the list is stepped over, never thrown on.
 * Places are those of the level card.
 */
export function piecesOf(words: readonly Word[], size?: ImageSize): Piece[] {
  const sound = words.flatMap((word: unknown, index) =>
    isWord(word) && word.text.trim() !== '' ? [{ ...word, text: word.text.trim(), index }] : [],
  );
  return groupLetterSpaced(levelled(sound, size)).flatMap((group): Piece[] => {
    const { text, x, y, width, height, confidence } = merged(group);
    const at = text.indexOf(':') + 1;
    const whole = { words: group.map(({ index }) => index), confidence, y, height };
    // `12:30` and `:Bach` stay whole: only letters make a label.
    if (at < 3 || at === text.length || !/^\p{L}[\p{L}.\-/]*:$/u.test(text.slice(0, at))) {
      return [{ ...whole, text, glued: false, x, width }];
    }
    const cut = (width * at) / text.length;
    return [
      { ...whole, text: text.slice(0, at), glued: false, x, width: cut },
      { ...whole, text: text.slice(at), glued: true, x: x + cut, width: width - cut },
    ];
  });
}

/**
 * Rows by place alone: a label in the left column and its value in the right one are often two blocks to the
 * engine. A piece joins the row whose nearest piece it overlaps by half of the lower one's height, so a slightly
 * skewed row holds together; of several rows the one in which the engine read it.
 */
export function rowsOf(pieces: readonly Piece[]): Row[] {
  const rows: Piece[][] = [];
  const limit = lineHeight(pieces) * 2.5;
  // An upright rule read as `|` would tie the lines beside it into one row.
  const text = pieces.filter((piece) => piece.height <= limit || /[\p{L}\p{N}]/u.test(piece.text));
  for (const piece of text.toSorted((a, b) => a.x - b.x || (a.words[0] ?? 0) - (b.words[0] ?? 0))) {
    let best: Piece[] | undefined;
    let most = 0.5;
    for (const row of rows) {
      const nearest = row.at(-1);
      // A comma that stands by itself hangs below its line.
      const last = row.findLast(({ text }) => /[\p{L}\p{N}]/u.test(text)) ?? nearest;
      if (last === undefined || nearest === undefined) continue;
      const share = overlap(last, piece) / Math.max(1, Math.min(last.height, piece.height));
      if (share < 0.5) continue;
      // A box over two lines lies in both: it belongs where it was read.
      const rank = share + (isNext(nearest, piece) ? 1 : 0);
      if (rank >= most) [best, most] = [row, rank];
    }
    if (best === undefined) rows.push([piece]);
    else best.push(piece);
  }
  return rows.sort((a, b) => middle(a) - middle(b));
}

/** The middle height of the pieces' boxes, which is about a line's; 1 when there are none. */
export function lineHeight(pieces: readonly Piece[]): number {
  const heights = pieces.map((piece) => piece.height).sort((a, b) => a - b);
  return Math.max(1, heights[Math.floor(heights.length / 2)] ?? 1);
}

/** The pieces as text: white space where the card has it. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece, i) => (i === 0 || piece.glued ? '' : ' ') + piece.text).join('');
}

const isNext = (last: Piece, piece: Piece): boolean =>
  piece.glued || (last.words.at(-1) ?? 0) + 1 === piece.words[0];

const overlap = (a: Piece, b: Piece): number => Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);

const middle = (row: Row): number =>
  row.reduce((sum, piece) => sum + piece.y + piece.height / 2, 0) / Math.max(1, row.length);

function isWord(word: unknown): word is Word {
  if (typeof word !== 'object' || word === null) return false;
  const { text, confidence, x, y, width, height }: Partial<Record<keyof Word, unknown>> = word;
  return (
    typeof text === 'string' && [confidence, x, y, width, height].every((value) => Number.isFinite(value))
  );
}
