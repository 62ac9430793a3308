import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { withDeadline } from '@cardmill/server-kit';

import { impliedType } from './content-types.ts';
import { openContent, readWhole } from './content.ts';
import { ObjectNotFound, StorageFull } from './errors.ts';
import { codeOf, folderError } from './folder-errors.ts';
import { fileStat, placeFile, removeFile, sweepFolder, walkFiles } from './folder-files.ts';
import { checkKey, checkPrefix, isKey } from './keys.ts';
import type { ListedObject, ObjectStore } from './port.ts';
import { openSource } from './source.ts';

/** An upload that has written nothing for so long is dead: its process was killed. */
const deadTempMs = 3_600_000;
const readyDeadlineMs = 3_000;
/** Less free than this and the next scan will not fit. */
const minFreeBytes = 16 * 1024 * 1024;

/**
 * Objects as plain files below `dir` (made when missing), at the path their key spells; several processes may
 * share it. A key cannot leave the folder: its alphabet has no `.`-segments, and dot folders hold what is
 * ours: `.tmp` for bodies on their way in, `.types` for the content types that no file ending says.
 */
export function createFolderStore(options: { dir: string }): ObjectStore {
  const root = resolve(options.dir);
  const temps = join(root, '.tmp');
  const types = join(root, '.types');
  let prepared: Promise<void> | undefined;

  function prepare(): Promise<void> {
    prepared ??= (async () => {
      await mkdir(temps, { recursive: true });
      await sweepFolder(temps, deadTempMs);
    })().catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    return prepared;
  }

  /** Runs one operation on the prepared folder, file system errors translated. */
  async function run<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      await prepare();
      return await work();
    } catch (error) {
      throw folderError(error, what);
    }
  }

  /** Where there is no file: says so only if the folder itself is there (a lost mount is not a lost object). */
  async function absent(): Promise<null> {
    await access(root);
    return null;
  }

  async function keepType(key: string, contentType: string): Promise<void> {
    const target = join(types, key);
    if (contentType === impliedType(key)) return removeFile(target, types);
    const temp = join(temps, randomUUID());
    try {
      await writeFile(temp, contentType, { flush: true });
      await placeFile(temp, target, types);
    } finally {
      await rm(temp, { force: true });
    }
  }

  async function typeOf(key: string): Promise<string> {
    try {
      return await readFile(join(types, key), 'utf8');
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) throw error;
      return impliedType(key);
    }
  }

  const get: ObjectStore['get'] = async (key, { signal } = {}) => {
    checkKey(key);
    signal?.throwIfAborted();
    const what = `reading ${key}`;
    return run(what, async () => {
      if (!(await fileStat(join(root, key)))?.isFile()) {
        await absent();
        throw new ObjectNotFound(key);
      }
      const contentType = await typeOf(key);
      const file = await open(join(root, key), 'r');
      try {
        // Asked of the open file: the path may hold a newer object by now.
        const { size } = await file.stat();
        const toError = (error: unknown) => folderError(error, what);
        return {
          stream: openContent(file.createReadStream(), { key, size, signal, toError }),
          size,
          contentType,
        };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  };

  async function* list(prefix: string): AsyncGenerator<ListedObject> {
    checkPrefix(prefix);
    const what = `listing ${prefix}`;
    try {
      await prepare();
      const start = prefix.slice(0, Math.max(0, prefix.lastIndexOf('/')));
      const enter = (folder: string) => folder.startsWith(prefix) || prefix.startsWith(folder);
      for await (const key of walkFiles(root, start, enter)) {
        if (!key.startsWith(prefix) || !isKey(key)) continue;
        const found = await fileStat(join(root, key));
        if (found) yield { key, size: Number(found.size), modifiedAt: found.mtime };
      }
    } catch (error) {
      throw folderError(error, what);
    }
  }

  return {
    get,
    list,
    read: (key, readOptions) => readWhole(get, key, readOptions),

    async put(key, body, { contentType, signal }) {
      // Opened before the first await: a body that fails while nobody listens would end the process.
      const source = openSource(body, signal);
      const temp = join(temps, randomUUID());
      try {
        checkKey(key);
        await prepare();
        await pipeline(source.stream, createWriteStream(temp, { flags: 'wx', flush: true }));
        signal?.throwIfAborted();
        await keepType(key, contentType);
        await placeFile(temp, join(root, key), root);
        return source.stored();
      } catch (error) {
        const blame = source.blame();
        source.close();
        // What cannot be removed now is swept later; the first error is the one to tell.
        await rm(temp, { force: true }).catch(() => undefined);
        throw blame ? blame.reason : folderError(error, `storing ${key}`);
      }
    },

    async head(key) {
      checkKey(key);
      return run(`looking for ${key}`, async () => {
        const found = await fileStat(join(root, key));
        return found?.isFile() ? { size: Number(found.size) } : absent();
      });
    },

    async delete(key) {
      checkKey(key);
      await run(`deleting ${key}`, async () => {
        await removeFile(join(root, key), root);
        await removeFile(join(types, key), types);
      });
    },

    async ready() {
      const look = async () => {
        await access(root, constants.W_OK);
        await access(temps, constants.W_OK);
        const { bavail, bsize, blocks } = await statfs(root);
        // Some virtual file systems say nothing about their size.
        if (blocks > 0 && bavail * bsize < minFreeBytes) throw new StorageFull(`no space left in ${root}`);
      };
      // A dead network mount answers nothing at all, hence the deadline.
      const what = `checking folder ${root}`;
      await run(what, () => withDeadline(look(), readyDeadlineMs, what));
    },

    close: async () => undefined,
  };
}
