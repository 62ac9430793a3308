import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { ProblemError } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import { countTiffPages } from './tiff-pages.ts';

/** Copies at a time: they lie in the temporary folder, which may be memory. */
const MAX_COPIES = 2;

/**
 * Counts the pages of stored TIFFs. Their directories may lie anywhere in the file, so it is copied from storage, not
 * spooled on its way in: a slow sender then holds no copy.
 */
export function createPageCounter(store: Pick<ObjectStore, 'get'>, maxPages: number) {
  let running = 0;
  const waiting: (() => void)[] = [];

  async function countCopy(key: string, limit: number): Promise<number> {
    const folder = await mkdtemp(join(tmpdir(), 'cardmill-tiff-'));
    try {
      const path = join(folder, 'original');
      const { stream } = await store.get(key);
      await pipeline(stream, createWriteStream(path));
      return await countTiffPages(path, limit);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') {
        throw new ProblemError('storage_full', { detail: 'The temporary folder is full.', cause: error });
      }
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** @param limit pages at most, when fewer than configured */
  return async (key: string, limit: number = maxPages): Promise<number> => {
    if (running >= MAX_COPIES) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await countCopy(key, Math.min(limit, maxPages));
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

export type CountPages = ReturnType<typeof createPageCounter>;
