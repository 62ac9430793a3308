import type { ProblemCode } from '@cardmill/contracts';

/** Base of what storage throws: tell the kinds apart by class or by the stable `code`. */
export abstract class StorageError extends Error {
  abstract readonly code: string;
}

/** Passes by itself: server away, time-out, overload. Retry with back-off; it is not the card's fault. */
export class StorageUnavailable extends StorageError {
  readonly code = 'storage_unavailable' satisfies ProblemCode;
  override readonly name = 'StorageUnavailable';
}

/** Does not pass by waiting: credentials or bucket wrong, folder not writable, key outside the alphabet. */
export class StorageRefused extends StorageError {
  readonly code = 'storage_refused' satisfies ProblemCode;
  override readonly name = 'StorageRefused';
}

/** No space or quota left; somebody has to make room. */
export class StorageFull extends StorageError {
  readonly code = 'storage_full' satisfies ProblemCode;
  override readonly name = 'StorageFull';
}

/** There is no object under this key. */
export class ObjectNotFound extends StorageError {
  readonly code = 'object_not_found';
  override readonly name = 'ObjectNotFound';
  readonly key: string;

  constructor(key: string) {
    super(`there is no object ${key}`);
    this.key = key;
  }
}

/** `read` was told to take less than the object has. The object's matter, not storage's: do not retry. */
export class ObjectTooLarge extends StorageError {
  readonly code = 'object_too_large';
  override readonly name = 'ObjectTooLarge';

  constructor(key: string, size: number, maxBytes: number) {
    super(`object ${key} has ${size} bytes, more than ${maxBytes}`);
  }
}

/** True for a mistake in our own code, which must not look like storage trouble that one waits out. */
export const isDefect = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
