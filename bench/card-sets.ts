import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a set's mean character error rate is to be: at most so much, or at most so much of the native tool's. */
export type Target = { readonly atMost: number } | { readonly ofNative: number };

/** A set of real scans with truth: not part of the project, used where it is there. */
export interface CardSet {
  readonly folder: string;
  /** What a person who knows the drawer would choose, joined by `+`. */
  readonly languages: string;
  readonly target: Target;
}

/** One scan and what it says. */
export interface RealCard {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly truth: string;
}

export const CARD_SETS: readonly CardSet[] = [
  { folder: 'de-library-cards', languages: 'deu+fra+eng', target: { ofNative: 0.75 } },
  { folder: 'de-blacklist-cards', languages: 'deu', target: { atMost: 0.15 } },
  { folder: 'en-lichen-labels', languages: 'eng', target: { ofNative: 0.85 } },
  // Every scan is turned by 90 degrees.
  { folder: 'no-gbif-index-cards', languages: 'nor', target: { atMost: 0.45 } },
];

/** The set that is turned on purpose, and how far from its upright figure the turned ones may be. */
export const TURNED_SET = 'de-library-cards';
export const TURNED_WITHIN = 0.01;

/** Where the sets lie, beside the working copy; null when they are not there. */
export function realCardsFolder(): string | null {
  const folder = join(import.meta.dirname, '../../shared/data');
  return existsSync(folder) ? folder : null;
}

/** The sets that were asked for by name, all when none was. @throws on a name that is none */
export function chosenSets(names: readonly string[] = []): readonly CardSet[] {
  const unknown = names.find((name) => !CARD_SETS.some((set) => set.folder === name));
  if (unknown !== undefined)
    throw new Error(`no such set: ${unknown}; one of ${CARD_SETS.map((set) => set.folder).join(', ')}`);
  return CARD_SETS.filter((set) => names.length === 0 || names.includes(set.folder));
}

/** At most `limit` cards of a set that have truth, spread evenly over it. */
export async function loadCards(root: string, set: CardSet, limit = Infinity): Promise<RealCard[]> {
  const folder = join(root, set.folder);
  const names = await readdir(folder);
  const withTruth = (await imagePaths(root, set)).filter(({ name }) => names.includes(truthOf(name)));
  return await Promise.all(
    spread(withTruth, limit).map(async ({ name, path }) => {
      const truth = await readFile(join(folder, truthOf(name)), 'utf8');
      return { name, path, bytes: await readFile(path), truth };
    }),
  );
}

/** Every image of a set, also those whose text nobody has typed. */
export async function imagePaths(
  root: string,
  { folder }: CardSet,
): Promise<{ readonly name: string; readonly path: string }[]> {
  const names = (await readdir(join(root, folder))).sort();
  return names
    .filter((name) => /\.(jpe?g|png)$/.test(name))
    .map((name) => ({ name, path: join(root, folder, name) }));
}

/** At most `limit` of the items, spread evenly. */
export function spread<T>(items: readonly T[], limit: number): T[] {
  const count = Math.min(limit, items.length);
  return Array.from(
    { length: count },
    (_, i) => items.slice(Math.floor((i * items.length) / count))[0],
  ).filter((item) => item !== undefined);
}

const truthOf = (image: string): string => image.replace(/\.[^.]+$/, '.gt.txt');
