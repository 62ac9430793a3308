/** Longer ones are no words of a card, and would cost the square of their length. */
const MAX_LETTERS = 64;

/** 1 for equal texts, 0 for nothing in common: one less the edits (Levenshtein) as a share of the longer one's length. */
export function similarity(a: string, b: string): number {
  const long = Math.max(a.length, b.length);
  if (a === b) return 1;
  if (long > MAX_LETTERS || Math.abs(a.length - b.length) > long / 2) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row.at(-1) ?? long) / long;
}
