import type { Readable } from 'node:stream';

/** What a finished `put` stored, counted and hashed here while the bytes went by. */
export interface StoredObject {
  /** bytes */
  size: number;
  /** lower-case hex; stores are not trusted to check it, so compare it with what you read back */
  sha256: string;
}

/** An object being read. The stream has to be consumed or destroyed; it rejects with a storage error. */
export interface ObjectContent {
  stream: Readable;
  /** bytes; a stream that ends with fewer fails with `StorageUnavailable` instead of ending */
  size: number;
  contentType: string;
}

export interface ListedObject {
  key: string;
  /** bytes */
  size: number;
  modifiedAt: Date;
}

/**
 * Keeps immutable bytes under keys (`keys.ts` says which keys there can be). The same behaviour over a
 * folder and over S3, held by one conformance suite (`object-store.suite.ts`).
 *
 * Every method may also reject with `StorageUnavailable`, `StorageRefused` (also for a key or prefix that is
 * none) or `StorageFull`; an aborted `signal` rejects with the signal's reason. Nothing is retried here beyond
 * a few attempts within seconds: waiting is the caller's policy. Every request is bounded in time.
 */
export interface ObjectStore {
  /**
   * Stores the body, replacing what is there, visible whole or not at all. Pulls from the source only as fast
   * as storage takes it. When it rejects, the source is destroyed, nothing new is visible under the key and
   * nothing temporary stays; only when the connection breaks while storage commits can the whole object
   * be there all the same.
   *
   * @throws the source's own error, unchanged, when the source fails
   */
  put(
    key: string,
    body: Readable | Uint8Array,
    options: { contentType: string; signal?: AbortSignal | undefined },
  ): Promise<StoredObject>;
  /** @throws ObjectNotFound */
  get(key: string, options?: { signal?: AbortSignal | undefined }): Promise<ObjectContent>;
  /**
   * The whole object in memory.
   *
   * @throws ObjectNotFound
   * @throws ObjectTooLarge when it has more than `maxBytes`, before any of it is read
   */
  read(key: string, options: { signal?: AbortSignal | undefined; maxBytes: number }): Promise<Buffer>;
  /** null when there is no such object */
  head(key: string): Promise<{ size: number } | null>;
  /** Also when there is no such object. */
  delete(key: string): Promise<void>;
  /** Objects whose key starts with the prefix (`''` is all), in no promised order, a page at a time. */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** Resolves within seconds when objects can be written, else rejects with the storage error that says why. */
  ready(): Promise<void>;
  /** Frees the connections; requests in hand fail. Whoever created the store closes it. */
  close(): Promise<void>;
}
