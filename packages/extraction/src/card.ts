import type { LabelIndex } from './label-index.ts';
import { findLabels, type LabelAt } from './labels.ts';
import { lineHeight, rowsOf, textOf, type Piece, type Row } from './pieces.ts';

/** A card, a record of one, or the part of one in a zone: its rows and the labels on them. */
export interface CardRows {
  readonly rows: readonly Row[];
  readonly labels: readonly LabelAt[];
  /** Labels by their row. */
  readonly byRow: ReadonlyMap<number, readonly LabelAt[]>;
  /** Pixels of a line of text. */
  readonly height: number;
}

export function cardRows(pieces: readonly Piece[], index: LabelIndex): CardRows {
  const rows = rowsOf(pieces);
  const height = lineHeight(pieces);
  return withLabels(rows, findLabels(rows, index, height), height);
}

/** Rows `from` up to but not including `to`, as a card of their own. */
export function partOf({ rows, labels, height }: CardRows, from: number, to: number): CardRows {
  const within = labels.filter(({ row }) => row >= from && row < to);
  return withLabels(
    rows.slice(from, to),
    within.map((label) => ({ ...label, row: label.row - from })),
    height,
  );
}

function withLabels(rows: readonly Row[], labels: readonly LabelAt[], height: number): CardRows {
  const byRow = new Map<number, LabelAt[]>();
  for (const label of labels) byRow.set(label.row, [...(byRow.get(label.row) ?? []), label]);
  return { rows, labels, byRow, height };
}

/** Lines of pieces as text that knows which piece each character came from. */
export interface PlacedText {
  readonly text: string;
  /** Pieces with a character between the two places. */
  between(start: number, end: number): Piece[];
}

export function placedText(lines: readonly Row[]): PlacedText {
  const places: { piece: Piece; start: number; end: number }[] = [];
  let start = 0;
  for (const line of lines) {
    for (const [i, piece] of line.entries()) {
      if (i > 0 && !piece.glued) start += 1;
      places.push({ piece, start, end: start + piece.text.length });
      start += piece.text.length;
    }
    start += 1;
  }
  return {
    text: lines.map(textOf).join('\n'),
    between: (from, to) =>
      places.filter((place) => place.start < to && place.end > from).map(({ piece }) => piece),
  };
}
