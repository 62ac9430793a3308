import { AbortMultipartUploadCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

import type { Source } from './source.ts';

/** The smallest part S3 allows: what one upload holds in memory, about twice while a part is put together. */
const partBytes = 5 * 1024 * 1024;

/**
 * Sends a body of unknown length: up to 5 MB as one PUT, more as a multipart upload, part after part. When it
 * rejects, the multipart upload has been aborted; if even that failed the bucket's lifecycle rule collects it.
 */
export async function uploadSource(
  client: S3Client,
  source: Source,
  target: { Bucket: string; Key: string; ContentType: string },
  signal?: AbortSignal,
): Promise<void> {
  await new Upload({
    client: signal ? abortable(client, signal) : client,
    params: { ...target, Body: source.stream },
    partSize: partBytes,
    queueSize: 1,
    leavePartsOnError: false,
  }).done();
}

type Command = Parameters<S3Client['send']>[0];

/**
 * A view of the client for one upload. `Upload.abort()` rejects at once and leaves its requests running, so that
 * the object can still appear afterwards. Here an abort ends the part in hand and keeps the committing request
 * from being sent; once that is sent, its answer decides, as only storage knows whether the object is there.
 */
function abortable(client: S3Client, signal: AbortSignal): S3Client {
  const send = (command: Command) => {
    if (command instanceof AbortMultipartUploadCommand) return client.send(command);
    signal.throwIfAborted();
    return client.send(command, command instanceof UploadPartCommand ? { abortSignal: signal } : {});
  };
  const view: S3Client = Object.create(client, { send: { value: send } });
  return view;
}
