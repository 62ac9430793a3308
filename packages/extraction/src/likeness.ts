/** Letters and digits of a label, lower case, NFC: what is compared. */
export function labelLetters(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/**
 * How far what was read is from a label: 0 exact, below 1 only marks differ (`Universitat` for `Universität`), above
 * it one for each wrong letter; null when it is another word. Short labels allow no wrong letter, longer ones one in
 * four at most three: recognisers confuse single letters, and `Titel` must not be found in `Tafel`.
 */
export function labelDistance(read: string, label: string): number | null {
  const wanted = labelLetters(label);
  const found = labelLetters(read);
  if (wanted === '') return null;
  if (found === wanted) return 0;
  const allowed = wanted.length < 4 ? 0 : Math.min(3, Math.floor(wanted.length / 4));
  const distance = editDistance(withoutMarks(found), withoutMarks(wanted), allowed);
  return distance === null ? null : distance + 0.25;
}

const withoutMarks = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss');

/** Levenshtein, null above the limit. Labels are short: the plain table is fine. */
function editDistance(a: string, b: string, limit: number): number | null {
  if (Math.abs(a.length - b.length) > limit) return null;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  const distance = row[b.length] ?? 0;
  return distance <= limit ? distance : null;
}
