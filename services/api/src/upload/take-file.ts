import type { Readable } from 'node:stream';

import { codedError, type ProblemCode } from '@cardmill/contracts';
import { originalKey } from '@cardmill/contracts/wire';
import type { AcceptedFile } from '@cardmill/db';
import { ProblemError, withDeadline } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';
import { StorageUnavailable } from '@cardmill/storage';

import type { Api } from '../deps.ts';
import { HEAD_BYTES, mediaTypeOf, type MediaType } from './media-type.ts';
import { peek } from './peek.ts';

/** How often an upload shows that it lives; far below the grace after which the sweeper holds it for dead. */
const KEEP_MS = 20_000;

export interface TakeFileDeps extends Pick<Api, 'limits' | 'logger' | 'metrics' | 'countPages'> {
  db: Pick<Api['db'], 'intendFile' | 'keepIntent' | 'abandonFile'>;
  store: Pick<Api['store'], 'put' | 'head' | 'delete'>;
}

/** Trouble with one file, told in its entry; the other files go on. */
export interface Rejected {
  outcome: 'rejected';
  code: ProblemCode;
  message: string;
}

/** What a file is for: a new card of a draft, or a new scan of a card. */
export interface Target<T extends { outcome: string }> {
  filename: string;
  maxPages?: number;
  /** The batch's key; asked for when the file has passed the first look, so that a draft is made only for a reason. */
  batchId(): Promise<string>;
  /** Commits the stored file; anything but `accepted` leaves no intent. */
  accept(intentId: string, file: AcceptedFile, pages: number): Promise<T>;
}

const rejected = (code: ProblemCode, message?: string): Rejected => ({
  outcome: 'rejected',
  ...codedError(code, message),
});

/** Codes that are the file's own trouble; every other error is the request's. */
const OF_THE_FILE: ReadonlySet<ProblemCode> = new Set([
  'file_too_large',
  'too_many_pages',
  'tiff_unreadable',
]);

/**
 * Takes one file in: look, intent row, bytes to storage, pages, commit. Whatever goes wrong, no object stays that no row
 * names: the sweeper finds it by its intent. Bytes not read are left in `body`.
 */
export async function takeFile<T extends { outcome: string }>(
  api: TakeFileDeps,
  body: Readable,
  target: Target<T>,
): Promise<T | Rejected> {
  const peeked = await peek(body, HEAD_BYTES);
  if (peeked.head.length === 0) return rejected('empty_file');
  const mediaType = await mediaTypeOf(peeked.head);
  if (mediaType === null) return rejected('unsupported_type');
  const batchId = await target.batchId();
  const intent = await api.db.intendFile(batchId, target.filename);
  const key = originalKey(batchId, intent.id);
  let stored: { file: AcceptedFile; pages: number };
  // A slow line may take longer than the grace.
  const alive = setInterval(() => {
    api.db
      .keepIntent(intent.id)
      .catch((err: unknown) => api.logger.warn({ err, intentId: intent.id }, 'no sign of life'));
  }, KEEP_MS);
  try {
    stored = await store(api, key, peeked.stream(api.limits.maxFileBytes), mediaType, target.maxPages);
  } catch (error) {
    await discard(api, key, intent.id);
    if (error instanceof ProblemError && OF_THE_FILE.has(error.code)) {
      return rejected(error.code, error.detail);
    }
    throw error;
  } finally {
    clearInterval(alive);
  }
  await failPoint('api.afterStore', target.filename);
  // When this fails nobody knows whether it was committed: the object stays, and with it the intent if it was not.
  const result = await target.accept(intent.id, stored.file, stored.pages);
  await failPoint('api.afterAccept', target.filename);
  if (result.outcome === 'accepted') api.metrics.uploadedBytes.inc(stored.file.size);
  else await discard(api, key, intent.id);
  return result;
}

async function store(
  api: Pick<TakeFileDeps, 'store' | 'countPages'>,
  key: string,
  stream: Readable,
  mediaType: MediaType,
  maxPages: number | undefined,
): Promise<{ file: AcceptedFile; pages: number }> {
  const { size, sha256 } = await api.store.put(key, stream, { contentType: mediaType });
  // A store may have acknowledged what it does not have. Now the sender still has the file; later nobody may.
  const there = await api.store.head(key);
  if (there?.size !== size) {
    throw new StorageUnavailable(`${key} was stored with ${size} bytes and has ${there?.size ?? 'none'}`);
  }
  const pages = mediaType === 'image/tiff' ? await api.countPages(key, maxPages) : 1;
  return { file: { sha256, size, mediaType }, pages };
}

/** The object first, then the intent: a row is left as long as there may be an object, so the sweeper can find it. */
async function discard(
  api: Pick<TakeFileDeps, 'db' | 'store' | 'logger'>,
  key: string,
  intentId: string,
): Promise<void> {
  try {
    await withDeadline(api.store.delete(key), 10_000, 'deleting a refused file');
    await api.db.abandonFile(intentId);
  } catch (err) {
    api.logger.warn({ err, intentId }, 'refused file is left to the sweeper');
  }
}
