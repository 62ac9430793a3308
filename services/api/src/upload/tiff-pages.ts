import { type FileHandle, open } from 'node:fs/promises';

import { ProblemError } from '@cardmill/server-kit';
import { GeoTIFF } from 'geotiff';

// What 500 honest pages need is far below; a crafted directory asks for gigabytes.
const MAX_SLICE_BYTES = 1024 * 1024;
const MAX_TOTAL_BYTES = 16 * MAX_SLICE_BYTES;
const REDUCED_OR_MASK = 1 | 4;

/**
 * How many pages a TIFF has, from its directories; no pixel is decoded. Smaller copies and masks of a page that stand
 * at the end are none. A TIFF whose very first directory cannot be read counts as one page: the worker decodes it and
 * says what is wrong, or reads what this library could not.
 *
 * @throws ProblemError `too_many_pages`; `tiff_unreadable` when a later directory is broken, since pages would be lost
 */
export async function countTiffPages(path: string, maxPages: number): Promise<number> {
  const file = await open(path, 'r');
  try {
    const tiff = await GeoTIFF.fromSource(boundedSource(file)).catch(() => null);
    if (tiff === null) return 1;
    let pages = 0;
    for (let index = 0; ; index += 1) {
      const directory = await directoryAt(tiff, index);
      if (directory === null) return Math.max(pages, 1);
      if (index === 0 || !isCopy(directory)) pages = index + 1;
      if (pages > maxPages)
        throw new ProblemError('too_many_pages', { detail: `More than ${maxPages} pages.` });
      // Copies only, without end: a chain of directories that bites its tail.
      if (index > 4 * maxPages + 16) throw new ProblemError('tiff_unreadable');
    }
  } finally {
    await file.close();
  }
}

type Tiff = Awaited<ReturnType<typeof GeoTIFF.fromSource>>;
type Directory = Awaited<ReturnType<Tiff['requestIFD']>>;

async function directoryAt(tiff: Tiff, index: number): Promise<Directory | null> {
  try {
    return await tiff.requestIFD(index);
  } catch (cause) {
    // The library's own class for "no image at index" is not exported; it alone carries the index.
    if (index === 0 || (cause instanceof Error && 'index' in cause)) return null;
    throw new ProblemError('tiff_unreadable', { cause });
  }
}

function isCopy(directory: Directory): boolean {
  const kind: unknown = directory.getValue('NewSubfileType');
  return typeof kind === 'number' && (kind & REDUCED_OR_MASK) !== 0;
}

/** The file as the library reads it, in bounded pieces and a bounded number of them. */
function boundedSource(file: FileHandle) {
  let total = 0;
  const fetchSlice = async (slice: { offset: number; length: number }) => {
    total += slice.length;
    if (slice.length > MAX_SLICE_BYTES || total > MAX_TOTAL_BYTES)
      throw new RangeError('directory too large');
    const bytes = new Uint8Array(slice.length);
    await file.read(bytes, 0, slice.length, slice.offset);
    return { ...slice, data: bytes.buffer };
  };
  return {
    fileSize: null,
    fetchSlice,
    fetch: (slices: { offset: number; length: number }[]) =>
      Promise.all(slices.map(async (slice) => (await fetchSlice(slice)).data)),
    close: async () => undefined,
  };
}
