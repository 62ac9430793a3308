import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const maxBytes = 10 * 1024 * 1024;

/**
 * Opens a child's log for appending. A file above 10 MB is moved to `<file>.old` first, so that a data
 * folder holds at most two of them.
 *
 * @returns a file descriptor; close it once the child has it
 */
export function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxBytes) renameSync(file, `${file}.old`);
  return openSync(file, 'a', 0o600);
}

/** Bytes in the log so far: where a child that is about to start begins to write. */
export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines that were written after `from`, to put into an error. */
export function logTail(file: string, from: number, maxChars = 2_000): string {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size;
    // Rotated meanwhile: then all of it is new.
    const start = Math.max(from <= size ? from : 0, size - maxChars);
    const bytes = Buffer.alloc(size - start);
    readSync(fd, bytes, 0, bytes.length, start);
    return bytes.toString('utf8').trim();
  } finally {
    closeSync(fd);
  }
}
