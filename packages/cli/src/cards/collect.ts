import { access, constants, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { distinctNames } from './distinct-names.ts';
import { isImage } from './image-type.ts';
import { naturalOrder } from './natural-order.ts';

/** One file to send. */
export interface CardFile {
  path: string;
  /** The name it goes by in the batch. */
  name: string;
}

/** Something that was asked for and cannot be sent. */
export interface LeftOut {
  path: string;
  message: string;
}

export interface Collection {
  /** In the order of the batch. */
  files: readonly CardFile[];
  /** Found in a folder and not an image: told, and of no consequence. */
  others: readonly string[];
  /** Named on the command line and not an image, or an image that cannot be read: a failed card each. */
  failed: readonly LeftOut[];
}

interface Found {
  path: string;
  /** With `/` between folders, from the folder that was named. */
  relative: string;
}

/**
 * Gathers the images named and those in the folders named, subfolders too, following symbolic links.
 * A folder's images are in natural order of their paths, and so are files named one after the other: a
 * shell puts card10 before card2. Hidden files in a folder are no images (`._scan.jpg` of a Mac is none).
 *
 * @throws when a name leads nowhere
 */
export async function collect(names: readonly string[], from: string): Promise<Collection> {
  const others: string[] = [];
  const failed: LeftOut[] = [];
  const found: Found[] = [];
  let named: Found[] = [];
  const flush = () => {
    found.push(...named.toSorted((a, b) => naturalOrder(a.relative, b.relative)));
    named = [];
  };

  for (const name of names) {
    const path = resolve(from, name);
    const about = await stat(path).catch((cause: unknown) => {
      throw new Error(`${name}: there is no such file or folder`, { cause });
    });
    if (about.isDirectory()) {
      flush();
      const inside = await walk(path, '', [await realpath(path)]);
      others.push(...inside.others);
      failed.push(...inside.failed);
      found.push(...inside.found.toSorted((a, b) => naturalOrder(a.relative, b.relative)));
    } else if (about.isFile() && (await isImage(path).catch(() => true))) {
      named.push({ path, relative: basename(path) });
    } else failed.push({ path: name, message: 'Only JPEG, PNG, TIFF and WebP images are accepted.' });
  }
  flush();

  const unique = [...new Map(found.map((file) => [file.path, file])).values()];
  const readable: Found[] = [];
  for (const file of unique) {
    const message = await whyUnreadable(file.path);
    if (message === undefined) readable.push(file);
    else failed.push({ path: file.path, message });
  }
  const cardNames = distinctNames(readable.map((file) => file.relative));
  const files = readable.map(({ path }, index) => ({ path, name: cardNames[index] ?? basename(path) }));
  return { files, others, failed };
}

/** @param above - real paths of the folders around it: a link to one of them would never end */
async function walk(
  folder: string,
  prefix: string,
  above: readonly string[],
): Promise<{ found: Found[]; others: string[]; failed: LeftOut[] }> {
  const result: Awaited<ReturnType<typeof walk>> = { found: [], others: [], failed: [] };
  for (const name of (await readdir(folder)).toSorted(naturalOrder)) {
    const path = join(folder, name);
    const relative = `${prefix}${name}`;
    if (name.startsWith('.')) {
      result.others.push(path);
      continue;
    }
    try {
      const about = await stat(path);
      if (about.isDirectory()) {
        const real = await realpath(path);
        if (above.includes(real)) continue;
        const inside = await walk(path, `${relative}/`, [...above, real]);
        result.found.push(...inside.found);
        result.others.push(...inside.others);
        result.failed.push(...inside.failed);
      } else if (about.isFile() && (await isImage(path))) result.found.push({ path, relative });
      else result.others.push(path);
    } catch (err) {
      // A link that leads nowhere, a folder that may not be read: it may have been a card.
      result.failed.push({ path, message: reasonOf(err) });
    }
  }
  return result;
}

async function whyUnreadable(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.R_OK);
    return undefined;
  } catch (err) {
    return reasonOf(err);
  }
}

function reasonOf(err: unknown): string {
  const code = err instanceof Error && 'code' in err ? err.code : undefined;
  if (code === 'ENOENT') return 'The link leads nowhere.';
  if (code === 'EACCES' || code === 'EPERM') return 'This user may not read it.';
  return err instanceof Error ? err.message : String(err);
}
