import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

import type { Source } from './source.ts';

/** The smallest part S3 allows: what one upload holds in memory, twice while the next part is filled. */
const partBytes = 5 * 1024 * 1024;

interface Target {
  Bucket: string;
  Key: string;
  ContentType: string;
}

/**
 * Sends a body of unknown length: up to 5 MB as one PUT, more as a multipart upload, part after part. An abort ends the
 * part in hand and keeps the committing request from being sent; once that is sent its answer decides, as only storage
 * knows whether the object is there. When it rejects, the multipart upload has been aborted; if even that failed the
 * bucket's lifecycle rule collects it.
 */
export async function uploadSource(
  client: S3Client,
  source: Source,
  target: Target,
  signal?: AbortSignal,
): Promise<void> {
  const parts = wholeParts(source.stream);
  const first = await parts.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  if (head.length < partBytes) {
    signal?.throwIfAborted();
    await client.send(new PutObjectCommand({ ...target, Body: head }));
    return;
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { Bucket: target.Bucket, Key: target.Key, UploadId };
  try {
    const Parts = [await sendPart(head, 1)];
    for await (const part of parts) Parts.push(await sendPart(part, Parts.length + 1));
    signal?.throwIfAborted();
    await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // What went wrong is `error`; parts that stay behind are nobody's but the lifecycle rule's.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }

  async function sendPart(Body: Buffer, PartNumber: number) {
    signal?.throwIfAborted();
    const options = signal === undefined ? {} : { abortSignal: signal };
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, Body, PartNumber }), options);
    return { ETag, PartNumber };
  }
}

/**
 * The stream in pieces of exactly one part, the last one shorter. Memory is not touched before bytes arrive, so a small
 * file costs its own size.
 */
async function* wholeParts(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let part = Buffer.allocUnsafeSlow(partBytes);
  let filled = 0;
  for await (const chunk of stream) {
    for (let taken = 0; taken < chunk.length;) {
      const copied = chunk.copy(part, filled, taken);
      taken += copied;
      filled += copied;
      if (filled < partBytes) continue;
      yield part;
      part = Buffer.allocUnsafeSlow(partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}
