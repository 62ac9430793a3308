import { isDefect, StorageError, StorageFull, StorageRefused, StorageUnavailable } from './errors.ts';

/** The `code` of a file system error, else ''. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
// ENOTDIR, EISDIR, EEXIST, ENOTEMPTY: another object's key is a part of this one; ENOENT: the folder itself is gone.
const refused = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'ENAMETOOLONG',
  'ELOOP',
  'ENOENT',
]);

/** The storage error for what the file system said; mistakes of our own and storage errors stay as they are. */
export function folderError(error: unknown, what: string): unknown {
  if (error instanceof StorageError || isDefect(error)) return error;
  const code = codeOf(error);
  const message = `${what}: ${code || 'failed'}`;
  if (full.has(code)) return new StorageFull(message, { cause: error });
  if (refused.has(code)) return new StorageRefused(message, { cause: error });
  // EIO, EMFILE, ESTALE, EBUSY … and whatever is unknown: waiting harms nobody, stopping a batch might.
  return new StorageUnavailable(message, { cause: error });
}
