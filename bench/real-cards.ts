import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A set of real scans with truth: not part of the project, used where it is there. */
export interface CardSet {
  readonly folder: string;
  readonly language: string;
  /** Degrees clockwise that turn every scan of the set upright. */
  readonly turn: 0 | 270;
}

/** One scan and what it says. */
export interface RealCard {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly truth: string;
}

export const CARD_SETS: readonly CardSet[] = [
  { folder: 'de-library-cards', language: 'deu', turn: 0 },
  { folder: 'de-blacklist-cards', language: 'deu', turn: 0 },
  { folder: 'en-lichen-labels', language: 'eng', turn: 0 },
  { folder: 'no-gbif-index-cards', language: 'nor', turn: 270 },
];

/** Where the sets lie, beside the working copy; null when they are not there. */
export function realCardsFolder(): string | null {
  const folder = join(import.meta.dirname, '../../shared/data');
  return existsSync(folder) ? folder : null;
}

/** At most `limit` cards of a set that have truth, spread evenly over it. */
export async function loadCards(root: string, { folder }: CardSet, limit: number): Promise<RealCard[]> {
  const names = (await readdir(join(root, folder))).sort();
  const images = names.filter((name) => /\.(jpe?g|png)$/.test(name) && names.includes(truthOf(name)));
  const count = Math.min(limit, images.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => images[Math.floor((i * images.length) / count)] ?? '',
  );
  return await Promise.all(
    chosen.map(async (name) => {
      const path = join(root, folder, name);
      const truth = await readFile(join(root, folder, truthOf(name)), 'utf8');
      return { name, path, bytes: await readFile(path), truth };
    }),
  );
}

const truthOf = (image: string): string => image.replace(/\.[^.]+$/, '.gt.txt');
