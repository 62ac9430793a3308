import type { Field } from '@cardmill/contracts';

import { labelDistance, labelLetters } from './likeness.ts';
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

/**
 * Where the labels stand. No two overlap: of two claims on a piece the surer one holds (`Text` and `Textdichter`).
 * A label found twice is listed twice: the second one still ends the value before it.
 */
export function findLabels(rows: readonly Row[], fields: readonly Field[], height: number): LabelAt[] {
  const claims = rows.flatMap((row, index) =>
    fields.flatMap((field) =>
      [field.label, ...field.synonyms].flatMap((label, rank) =>
        claimsOn(row, label, height).map((claim) => ({
          ...claim,
          key: field.key,
          row: index,
          length: labelLetters(label).length,
          cost: claim.cost + Math.min(rank, 1) * 0.1,
        })),
      ),
    ),
  );
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

function claimsOn(row: Row, label: string, height: number): { from: number; to: number; cost: number }[] {
  const letters = labelLetters(label).length;
  const claims: { from: number; to: number; cost: number }[] = [];
  for (let from = 0; from < row.length; from += 1) {
    let read = '';
    // A letter-spaced label (`K o m p o n i s t :`) comes as a piece for each letter.
    for (let to = from + 1; to <= row.length && labelLetters(read).length <= letters + 3; to += 1) {
      read += row[to - 1]?.text ?? '';
      const distance = labelDistance(read, label);
      if (distance === null) continue;
      const end = to + (isSeparator(row[to]) ? 1 : 0);
      const marked = /[:=]$/.test(read) || end > to;
      const set = from === 0 || gapBefore(row, from) > height * 1.5;
      // In running text, `der Titel ist`, a label's word is no label; and without a colon it must be read well.
      if (!marked && (!set || distance >= 2)) continue;
      claims.push({ from, to: end, cost: distance + (marked ? 0 : 2) + (set ? 0 : 0.5) });
    }
  }
  return claims;
}

const isSeparator = (piece: Piece | undefined): boolean => piece !== undefined && /^[:=;]$/.test(piece.text);

/** Pixels of paper in front of a piece of a row. */
export function gapBefore(row: Row, at: number): number {
  const [before, piece] = [row[at - 1], row[at]];
  return before === undefined || piece === undefined ? 0 : piece.x - (before.x + before.width);
}
