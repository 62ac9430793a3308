import type { LabelIndex } from './label-index.ts';
import { labelLetters } from './likeness.ts';
import type { Piece, Row } from './pieces.ts';

/** A field's label on the card. */
export interface LabelAt {
  readonly key: string;
  readonly row: number;
  /** Pieces of the row it takes: from, and to before. */
  readonly from: number;
  readonly to: number;
  /** Lower is surer. */
  readonly cost: number;
}

interface Claim extends LabelAt {
  readonly length: number;
}

/**
 * Where the labels stand. No two overlap: of two claims on a piece the surer one holds (`Text` and `Textdichter`).
 * A label found twice is listed twice: the second one still ends the value before it.
 */
export function findLabels(rows: readonly Row[], index: LabelIndex, height: number): LabelAt[] {
  const claims = rows.flatMap((row, r) => claimsOn(row, r, index, height));
  // Stable, so equally good claims keep the reading order.
  claims.sort((a, b) => a.cost - b.cost || b.length - a.length);
  const taken = rows.map((row) => row.map(() => false));
  const labels: LabelAt[] = [];
  for (const claim of claims) {
    const row = taken[claim.row] ?? [];
    if (row.slice(claim.from, claim.to).some(Boolean)) continue;
    row.fill(true, claim.from, claim.to);
    labels.push(claim);
  }
  return labels;
}

function claimsOn(row: Row, at: number, index: LabelIndex, height: number): Claim[] {
  const claims: Claim[] = [];
  const letters = row.map(({ text }) => labelLetters(text));
  for (let from = 0; from < row.length; from += 1) {
    const set = isSet(row, from, height);
    let read = '';
    // A label may come in several pieces (`Autor der Musik`, `Kompo nist`).
    for (let to = from + 1; to <= row.length; to += 1) {
      read += letters[to - 1] ?? '';
      if (read.length > index.longest + 3) break;
      const end = to + (isSeparator(row[to]) ? 1 : 0);
      const marked = /[:=]$/.test(row[to - 1]?.text ?? '') || end > to;
      // In running text, `der Titel ist`, a label's word is no label.
      if (read === '' || (!marked && !set)) continue;
      const found = readings(read, row[from], letters[from] ?? '', index);
      for (const { key, cost, length } of marked ? found : [...found, ...withColonRead(read, index)]) {
        // Without a colon every letter must be right, give or take what is commonly confused.
        if (!marked && cost >= 1) continue;
        claims.push({
          key,
          row: at,
          from,
          to: end,
          length,
          cost: cost + (marked ? 0 : 2) + (set ? 0 : 0.5),
        });
      }
    }
  }
  return claims;
}

/** What the letters may be, as they stand, else without a stray sign read in front: `lTitel`, `1Komponist`. */
function readings(read: string, first: Piece | undefined, letters: string, index: LabelIndex) {
  const found = index.find(read);
  if (found.length > 0 || first === undefined) return found;
  return /^[^\p{L}\p{N}]*[\p{Ll}\d]\p{Lu}/u.test(first.text) && letters.length > 2
    ? index.find(read.slice(1))
    : found;
}

/** The colon of typewriters is read as an `s` (`Standorts Ab 12`, 3 of 48 real ones): all else of the label must be right. */
function withColonRead(read: string, index: LabelIndex) {
  if (read.length < LEAST_WITH_COLON || !read.endsWith('s')) return [];
  return index.find(read.slice(0, -1)).filter(({ cost }) => cost <= SYNONYM);
}

/** A synonym's cost when every letter is right. */
const SYNONYM = 0.1;
/** Shorter words have too many others that are longer by an `s`. */
const LEAST_WITH_COLON = 6;

/** At its row's beginning or behind a gap, where a form prints its labels; specks and rules before it do not count. */
function isSet(row: Row, from: number, height: number): boolean {
  for (let i = from; i > 0; i -= 1) {
    if (gapBefore(row, i) > height * 1.5) return true;
    if (/[\p{L}\p{N}]/u.test(row[i - 1]?.text ?? '')) return false;
  }
  return true;
}

const isSeparator = (piece: Piece | undefined): boolean => piece !== undefined && /^[:=;]$/.test(piece.text);

/** Pixels of paper in front of a piece of a row. */
export function gapBefore(row: Row, at: number): number {
  const [before, piece] = [row[at - 1], row[at]];
  return before === undefined || piece === undefined ? 0 : piece.x - (before.x + before.width);
}
