import { type Letters, lettersOf, likeness, tolerance } from './likeness.ts';

/** A list of terms to look values up in. */
export interface Vocabulary {
  /** The entry that is meant: the same but for case, else the one it reads most like; null when none is or two are as near. */
  find(value: string): string | null;
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().trim();

/**
 * Entries are made ready when a value is first looked up, and only those of about its length with about its letters are compared:
 * 10,000 entries in 200 fields are two million.
 */
export function createVocabulary(entries: readonly string[]): Vocabulary {
  let exact: Map<string, string> | undefined;
  return {
    find(value) {
      exact ??= new Map(entries.map((entry): [string, string] => [folded(entry), entry]).toReversed());
      const same = exact.get(folded(value));
      return same ?? nearest(value, entries);
    },
  };
}

function nearest(value: string, entries: readonly string[]): string | null {
  const read = lettersOf(value);
  if (read.exact === '') return null;
  const most = tolerance(read.exact.length) + 1;
  let best: { entry: string; letters: Letters; distance: number } | null = null;
  let tied = false;
  for (const entry of entries) {
    // Marks, ß and punctuation change the length a little; confusions of two letters too.
    if (entry.length < read.exact.length - most - 3) continue;
    if (entry.length > (value.length + most) * 2 + 10) continue;
    const letters = lettersOf(entry);
    const distance = likeness(read, letters);
    if (distance === null || distance > (best?.distance ?? Infinity)) continue;
    tied = best !== null && distance === best.distance && letters.exact !== best.letters.exact;
    best = { entry, letters, distance };
  }
  return best === null || tied ? null : best.entry;
}
