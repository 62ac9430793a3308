import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';

import { nameOf, s3Error } from './s3-errors.ts';

/** How to reach a bucket. Any S3: only plain calls are made. */
export interface S3Options {
  /** `http://host:port` or `https://…`; AWS itself when absent */
  endpoint?: string | undefined;
  region: string;
  /** Must exist; the service does not make it. */
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`: what servers other than AWS want */
  forcePathStyle: boolean;
  /** objects per list request, 1 to 1,000; default 1,000 */
  pageSize?: number | undefined;
  /** attempts of each request, counting the first; default 3, within about two seconds */
  maxAttempts?: number | undefined;
  /** milliseconds, see the defaults */
  timeouts?: Partial<typeof defaultTimeouts> | undefined;
}

/**
 * `requestMs`: from a request's start to its answer's first byte, the body (at most 5 MB) sent between.
 * `idleMs`: without a byte in either direction, so it also bounds a body being read.
 */
export const defaultTimeouts = { connectMs: 3_000, requestMs: 60_000, idleMs: 30_000, readyMs: 3_000 };

export function createS3Client(options: S3Options): S3Client {
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  // The default of 50 would let a request wait in line for a socket until its connect time-out.
  const agent = { keepAlive: true, maxSockets: 256 };
  return new S3Client({
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    region: options.region,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    forcePathStyle: options.forcePathStyle,
    // Default checksums are refused by several servers: https://github.com/aws/aws-sdk-js-v3/issues/6810 .
    // Bodies are hashed here anyway, and readers compare.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // It costs a round trip and a fresh connection per part, and not every proxy answers it.
    expectContinueHeader: false,
    maxAttempts: options.maxAttempts ?? 3,
    requestHandler: {
      connectionTimeout: timeouts.connectMs,
      requestTimeout: timeouts.requestMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeouts.idleMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
  });
}

/** Makes the bucket unless it is there. For tests and tools: deployments make their bucket, not the service. */
export async function ensureBucket(options: S3Options): Promise<void> {
  const client = createS3Client(options);
  try {
    await client.send(new CreateBucketCommand({ Bucket: options.bucket }));
  } catch (error) {
    if (['BucketAlreadyOwnedByYou', 'BucketAlreadyExists'].includes(nameOf(error))) return;
    throw s3Error(error, `making bucket ${options.bucket}`);
  } finally {
    client.destroy();
  }
}
