import type { Field } from '@cardmill/contracts';

import { skeletonOf } from './confusions.ts';
import { type Letters, lettersOf, likeness, tolerance } from './likeness.ts';

/** A label that what was read may be. */
export interface LabelMatch {
  readonly key: string;
  /** As `likeness` gives it; a synonym a little above the label itself. */
  readonly cost: number;
  /** Letters of the label. */
  readonly length: number;
}

/** Labels and synonyms of a template, to be asked what a few letters are. */
export interface LabelIndex {
  /** No label has more letters. */
  readonly longest: number;
  /** @param letters - as `labelLetters` gives them */
  find(letters: string): readonly LabelMatch[];
}

interface Entry {
  readonly key: string;
  readonly rank: number;
  readonly letters: Letters;
}

/** Labels of one skeleton length that allow as many wrong letters, by each of their parts. */
interface Bucket {
  readonly length: number;
  readonly wrong: number;
  readonly parts: ReadonlyMap<string, Entry[]>[];
}

/** What is remembered of earlier questions; cards of one batch ask the same ones. */
const MOST_REMEMBERED = 50_000;
/** A label in which so many letters may be wrong is cut into one part more: one of them was read right. */
const partsOf = (length: number, count: number): [number, number][] =>
  Array.from({ length: count }, (_, p) => [
    Math.floor((length * p) / count),
    Math.floor((length * (p + 1)) / count),
  ]);

/**
 * Comparing each run of words with each of 10,200 labels takes minutes on a page. Here a label is compared only when one of
 * its parts stands in what was read, at its place give or take the letters that may be wrong, after everything
 * commonly confused has been made equal.
 */
export function createLabelIndex(fields: readonly Pick<Field, 'key' | 'label' | 'synonyms'>[]): LabelIndex {
  const entries = fields.flatMap(({ key, label, synonyms }) =>
    [label, ...synonyms].map((text, rank): Entry => ({ key, rank, letters: lettersOf(text) })),
  );
  const exact = groupBy(
    entries.filter(({ letters }) => letters.exact !== ''),
    ({ letters }) => letters.exact,
  );
  const buckets = bucketsOf(entries);
  const remembered = new Map<string, readonly LabelMatch[]>();

  const candidates = (skeleton: string): Set<Entry> => {
    const found = new Set<Entry>();
    for (const { length, wrong, parts } of buckets) {
      if (Math.abs(length - skeleton.length) > wrong) continue;
      for (const [p, [from, to]] of partsOf(length, wrong + 1).entries()) {
        for (let shift = -wrong; shift <= wrong; shift += 1) {
          const part = from + shift < 0 ? undefined : skeleton.slice(from + shift, to + shift);
          for (const entry of (part === undefined ? undefined : parts[p]?.get(part)) ?? []) found.add(entry);
        }
      }
    }
    return found;
  };

  const search = (letters: string): LabelMatch[] => {
    const read = lettersOf(letters);
    const possible = new Set([...(exact.get(letters) ?? []), ...candidates(skeletonOf(read.plain))]);
    return [...possible].flatMap(({ key, rank, letters: wanted }) => {
      const distance = likeness(read, wanted);
      if (distance === null) return [];
      return [{ key, cost: distance + Math.min(rank, 1) * 0.1, length: wanted.exact.length }];
    });
  };

  return {
    longest: entries.reduce((most, { letters }) => Math.max(most, letters.exact.length), 0),
    find(letters) {
      const known = remembered.get(letters);
      if (known !== undefined) return known;
      const matches = search(letters);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(letters, matches);
      return matches;
    },
  };
}

function bucketsOf(entries: readonly Entry[]): Bucket[] {
  const prepared = entries
    .filter(({ letters }) => letters.exact !== '')
    .map((entry) => ({
      entry,
      skeleton: skeletonOf(entry.letters.plain),
      wrong: Math.floor(tolerance(entry.letters.exact.length)),
    }));
  const groups = groupBy(prepared, ({ skeleton, wrong }) => `${skeleton.length} ${wrong}`);
  return [...groups.values()].flatMap((group): Bucket[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { wrong } = first;
    const { length } = first.skeleton;
    const parts = partsOf(length, wrong + 1).map(([from, to]) => {
      const byPart = groupBy(group, ({ skeleton }) => skeleton.slice(from, to));
      return new Map([...byPart].map(([part, same]) => [part, same.map(({ entry }) => entry)]));
    });
    return [{ length, wrong, parts }];
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
