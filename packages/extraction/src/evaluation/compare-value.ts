import type { Comparison, FieldAccuracy } from '@cardmill/contracts';

/**
 * A value as values are compared: NFC, lower case, letters, digits and their marks alone. Case, spaces, line breaks and
 * punctuation do not count: `Spez. 12.345` is `spez12345`. Spelling does: `Grösse` is not `Größe`.
 */
export function foldValue(value: string): string {
  return value
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]/gu, '');
}

/**
 * Compares what was read with the truth, both folded: `right` when the truth has a value and the same was read, `wrong`
 * when another was, `missing` when nothing was; `empty` when the card has no such value and none was read, `invented` when
 * one was.
 * @param read the forms in which the value was read: as it stands on the card and, say, as an ISO date; one of them has
 *   to be the truth. None, or only null: nothing was read.
 * @param truth empty when the card has no such value. A truth of punctuation alone counts as empty.
 */
export function compareValue(read: readonly (string | null | undefined)[], truth: string): Comparison {
  const found = read.map((form) => foldValue(form ?? '')).filter((form) => form !== '');
  const wanted = foldValue(truth);
  if (wanted === '') return found.length === 0 ? 'empty' : 'invented';
  if (found.length === 0) return 'missing';
  return found.includes(wanted) ? 'right' : 'wrong';
}

/** Counts the comparisons of one field, or of several together; accuracy = right / (right + wrong + missing). */
export function fieldAccuracy(comparisons: readonly Comparison[]): FieldAccuracy {
  const counts: Record<Comparison, number> = { right: 0, wrong: 0, missing: 0, empty: 0, invented: 0 };
  for (const comparison of comparisons) counts[comparison] += 1;
  const values = counts.right + counts.wrong + counts.missing;
  return { ...counts, accuracy: values === 0 ? null : counts.right / values };
}

/** True for what a person who reviews the field would have to put right. */
export function isError(comparison: Comparison): boolean {
  switch (comparison) {
    case 'right':
    case 'empty':
      return false;
    case 'wrong':
    case 'missing':
    case 'invented':
      return true;
  }
}
