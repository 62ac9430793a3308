import { mkdir, open, opendir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { codeOf } from './folder-errors.ts';

const gone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
const maxPlaceAttempts = 20;

/** Moves a finished file to its place below `root`, making the folders between, and makes that durable. */
export async function placeFile(temp: string, target: string, root: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(dirname(target), { recursive: true });
      await rename(temp, target);
      break;
    } catch (error) {
      // A delete beside us pruned a folder between the two calls: make it again.
      if (codeOf(error) !== 'ENOENT' || attempt === maxPlaceAttempts) throw error;
    }
  }
  // After a power cut a rename, and a new folder, are there only if the folder above was synced.
  for (let folder = dirname(target); folder.length >= root.length; folder = dirname(folder)) {
    await syncFolder(folder);
  }
}

async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Only when our object was deleted again meanwhile; then there is nothing to make durable.
    if (!gone(error)) throw error;
  }
}

/** Removes a file, if it is there, and every folder up to `root` that this leaves empty. */
export async function removeFile(target: string, root: string): Promise<void> {
  try {
    await unlink(target);
  } catch (error) {
    // EISDIR, EPERM: unlink's words for a folder; the key is only the beginning of another key.
    if (gone(error) || (await isFolder(target))) return;
    throw error;
  }
  for (let folder = dirname(target); folder.length > root.length; folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return;
      if (!gone(error)) throw error;
    }
  }
}

const isFolder = async (path: string): Promise<boolean> => (await fileStat(path))?.isDirectory() ?? false;

/** `stat`, or null when there is nothing. */
export async function fileStat(path: string): Promise<Awaited<ReturnType<typeof stat>> | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (gone(error)) return null;
    throw error;
  }
}

/** Regular files below `root/folder` as paths relative to `root`; dot files are nobody's objects. */
export async function* walkFiles(
  root: string,
  folder: string,
  enter: (folder: string) => boolean,
): AsyncGenerator<string> {
  let entries;
  try {
    entries = await opendir(join(root, folder));
  } catch (error) {
    if (gone(error)) return;
    throw error;
  }
  for await (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && enter(`${path}/`)) yield* walkFiles(root, path, enter);
  }
}

/** Temporary files of processes that were killed: nothing has been written to them for `ageMs`. */
export async function sweepFolder(folder: string, ageMs: number): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    const found = await fileStat(path);
    if (found && Date.now() - Number(found.mtimeMs) > ageMs) await rm(path, { force: true });
  }
}
