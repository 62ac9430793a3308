import { S3ServiceException } from '@aws-sdk/client-s3';

import { isDefect, StorageError, StorageFull, StorageRefused, StorageUnavailable } from './errors.ts';

const full = new Set([
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'QuotaExceeded',
  'InsufficientStorage',
]);
// Client errors by status, but another attempt with the same bytes can succeed.
const passing = new Set([
  'RequestTimeout',
  'SlowDown',
  'IncompleteBody',
  'BadDigest',
  'InvalidPart',
  'NoSuchUpload',
]);
const passingStatus = new Set([408, 409, 425, 429]);

/** HTTP status of an answer that S3 gave, undefined when there was none. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown error');

/** True for "no such object"; a missing bucket answers 404 too and is something else. */
export const isMissingObject = (error: unknown): boolean =>
  statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket' && nameOf(error) !== 'NoSuchUpload';

/**
 * The storage error for what the S3 client said; mistakes of our own and storage errors stay as they are. The
 * words are the operation, the error's name and status: servers' messages can quote keys and signatures.
 */
export function s3Error(error: unknown, what: string): unknown {
  if (error instanceof StorageError || isDefect(error)) return error;
  const status = statusOf(error);
  const name = nameOf(error);
  const cause = bare(error);
  const message = `${what}: ${name}${status === undefined ? '' : ` (HTTP ${status})`}`;
  if (status === 507 || full.has(name)) return new StorageFull(message, { cause });
  if (status !== undefined && refuses(status) && !passing.has(name)) {
    return new StorageRefused(message, { cause });
  }
  // No answer, 5xx, or a name we do not know: waiting harms nobody, stopping a batch might.
  return new StorageUnavailable(message, { cause });
}

/** 3xx is the wrong region, 501 a call this server does not have. */
const refuses = (status: number): boolean =>
  (status >= 300 && status < 500 && !passingStatus.has(status)) || status === 501;

/**
 * The client's error without `$response`, which loggers would print: it holds the request with its signed headers,
 * and a socket, and cannot be deleted.
 */
function bare(error: unknown): unknown {
  if (!(error instanceof Error) || !('$response' in error)) return error;
  const { name, stack } = error;
  const requestId = error instanceof S3ServiceException ? error.$metadata.requestId : undefined;
  return Object.assign(new Error(error.message), {
    name,
    stack,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
