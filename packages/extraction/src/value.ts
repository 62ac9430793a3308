import type { CardRows } from './card.ts';
import { gapBefore, type LabelAt } from './labels.ts';
import type { Piece, Row } from './pieces.ts';

/** The pieces of a value, one list per printed line. */
export type ValueLines = readonly (readonly Piece[])[];

/** What a label announces: the rest of its row up to the next label, and the lines that go on below it; else what stands below the label. */
export function valueAt(label: LabelAt, card: CardRows): ValueLines {
  const row = card.rows[label.row] ?? [];
  const end = nextLabel(label, card);
  const beside = withoutFill(row.slice(label.to, ownEnd(row, label.to, end, card.height)));
  if (beside.length > 0) return [beside, ...continued(label, beside, end < row.length, card)];
  const next = row[end];
  return below(label, next?.x ?? Infinity, card);
}

/** Where the next label of the row begins, or the row's end. */
function nextLabel(label: LabelAt, { rows, byRow }: CardRows): number {
  const starts = (byRow.get(label.row) ?? [])
    .filter((other) => other.from >= label.to)
    .map((other) => other.from);
  return Math.min(rows[label.row]?.length ?? 0, ...starts);
}

/** A word with a colon behind a wide gap is the label of something nobody asked for; the value ends there too. */
function ownEnd(row: Row, from: number, end: number, height: number): number {
  for (let i = from + 1; i < end; i += 1) {
    if (/^\p{L}[\p{L}.\-/]+:$/u.test(row[i]?.text ?? '') && gapBefore(row, i) > height * 2) return i;
  }
  return end;
}

/** Lines that begin under the value's own beginning, right below, with no label in them. */
function continued(label: LabelAt, first: readonly Piece[], shared: boolean, card: CardRows): ValueLines {
  const start = first[0];
  if (start === undefined || shared) return [];
  const lines: Row[] = [];
  let above: Row = first;
  for (let i = label.row + 1; i < card.rows.length; i += 1) {
    const row = card.rows[i] ?? [];
    const begins = row[0];
    const labelled = card.byRow.has(i);
    if (begins === undefined || labelled || isLabelLike(begins)) break;
    if (Math.abs(begins.x - start.x) > card.height * 1.5 || bottomGap(above, row) > card.height) break;
    lines.push(row);
    above = row;
  }
  return lines;
}

/**
 * The value under its label, as in a ruled form: the nearest line within the label's column, and where the label has its row
 * for itself, the lines that go on below. Several labels in a row are a table's head: one line each.
 */
function below(label: LabelAt, rightEdge: number, card: CardRows): ValueLines {
  const row = card.rows[label.row] ?? [];
  const start = row[label.from];
  if (start === undefined) return [];
  const left = start.x - card.height * 1.5;
  const next = card.rows[label.row + 1] ?? [];
  if (card.byRow.has(label.row + 1) || bottomGap(row, next) > card.height * 1.5) return [];
  const column = withoutFill(
    next.filter((piece) => piece.x >= left && piece.x < rightEdge - card.height / 2),
  );
  if (column.length === 0) return [];
  const alone = card.byRow.get(label.row)?.length === 1 && column.length === next.length;
  return [column, ...continued({ ...label, row: label.row + 1 }, column, !alone, card)];
}

const isLabelLike = (piece: Piece): boolean => /^\p{L}[\p{L}.\-/]+:$/u.test(piece.text);

/** Pixels of paper between two rows. */
function bottomGap(above: Row, row: Row): number {
  const bottom = Math.max(...above.map((piece) => piece.y + piece.height));
  return Math.min(...row.map((piece) => piece.y)) - bottom;
}

/** Without the dotted or ruled line that a form prints where the value goes. */
function withoutFill(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.filter((piece) => !/^[._…:;|]+$/.test(piece.text) && !/^[-–—]{2,}$/.test(piece.text));
}
