import { StorageRefused } from './errors.ts';

// Segments start with a letter or digit: so there is no `.`, no `..`, no dot file (the folder adapter keeps its
// own things in those), no empty segment, and nothing that a server or proxy could decode or normalise.
const segment = '[A-Za-z0-9][A-Za-z0-9._-]{0,199}';
const keyPattern = new RegExp(`^${segment}(?:/${segment})*$`);
const prefixPattern = new RegExp(`^(?:${segment}/)*(?:${segment})?$`);
/** S3 allows 1,024 bytes; half leaves room for a folder in front of it. */
const maxKeyLength = 512;

export const isKey = (key: string): boolean => key.length <= maxKeyLength && keyPattern.test(key);

/**
 * @throws StorageRefused unless the key is 1 to 512 characters: segments of `[A-Za-z0-9._-]`, each starting with
 * a letter or digit and at most 200 long, joined by `/`
 */
export function checkKey(key: string): void {
  if (isKey(key)) return;
  throw new StorageRefused(`not an object key: ${quoted(key)}`);
}

/** @throws StorageRefused unless the prefix is empty or the beginning of some key */
export function checkPrefix(prefix: string): void {
  if (prefix.length <= maxKeyLength && prefixPattern.test(prefix)) return;
  throw new StorageRefused(`not the beginning of an object key: ${quoted(prefix)}`);
}

/** A refused key can be anything, so it is escaped and cut before it reaches a log. */
const quoted = (text: string): string => JSON.stringify(text.slice(0, 80));
