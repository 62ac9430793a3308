import { Readable } from 'node:stream';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { withDeadline } from '@cardmill/server-kit';

import { openContent, readWhole } from './content.ts';
import { ObjectNotFound, StorageUnavailable } from './errors.ts';
import { checkKey, checkPrefix, isKey } from './keys.ts';
import type { ListedObject, ObjectStore } from './port.ts';
import { createS3Client, defaultTimeouts, type S3Options } from './s3-client.ts';
import { isMissingObject, s3Error } from './s3-errors.ts';
import { uploadSource } from './s3-upload.ts';
import { openSource } from './source.ts';

/**
 * Objects in a bucket of any S3 server. Plain calls only (one DeleteObject per object: DeleteObjects wants a
 * Content-MD5 on some servers, and conditional writes mean nothing on others). Nothing relies on the server
 * checking what it stores.
 */
export function createS3Store(options: S3Options): ObjectStore {
  const { bucket: Bucket } = options;
  const client = createS3Client(options);
  const pageSize = options.pageSize ?? 1_000;
  const readyMs = options.timeouts?.readyMs ?? defaultTimeouts.readyMs;

  const get: ObjectStore['get'] = async (key, { signal } = {}) => {
    checkKey(key);
    signal?.throwIfAborted();
    const toError = (error: unknown) => s3Error(error, `reading ${key}`);
    try {
      const found = await client.send(
        new GetObjectCommand({ Bucket, Key: key }),
        signal ? { abortSignal: signal } : {},
      );
      const { Body, ContentLength: size } = found;
      if (!(Body instanceof Readable) || size === undefined) {
        throw new StorageUnavailable(`reading ${key}: the answer has no length`);
      }
      const stream = openContent(Body, { key, size, signal, toError });
      return { stream, size, contentType: found.ContentType ?? 'application/octet-stream' };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw isMissingObject(error) ? new ObjectNotFound(key) : toError(error);
    }
  };

  async function* list(prefix: string): AsyncGenerator<ListedObject> {
    checkPrefix(prefix);
    let ContinuationToken: string | undefined;
    do {
      const request = new ListObjectsV2Command({
        Bucket,
        Prefix: prefix,
        MaxKeys: pageSize,
        ContinuationToken,
      });
      const page = await run(`listing ${prefix}`, () => client.send(request));
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key === undefined || !isKey(Key)) continue;
        yield { key: Key, size: Size ?? 0, modifiedAt: LastModified ?? new Date(0) };
      }
      ContinuationToken = page.NextContinuationToken;
      if (page.IsTruncated === true && ContinuationToken === undefined) {
        throw new StorageUnavailable(`listing ${prefix}: a page without a way to the next`);
      }
    } while (ContinuationToken !== undefined);
  }

  return {
    get,
    list,
    read: (key, readOptions) => readWhole(get, key, readOptions),

    async put(key, body, { contentType, signal }) {
      // Opened before the first await: a body that fails while nobody listens would end the process.
      const source = openSource(body, signal);
      try {
        checkKey(key);
        await uploadSource(client, source, { Bucket, Key: key, ContentType: contentType }, signal);
        return source.stored();
      } catch (error) {
        const blame = source.blame();
        source.close();
        throw blame ? blame.reason : s3Error(error, `storing ${key}`);
      }
    },

    async head(key) {
      checkKey(key);
      return run(`looking for ${key}`, async () => {
        try {
          const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
          return { size: ContentLength ?? 0 };
        } catch (error) {
          if (!isMissingObject(error)) throw error;
          // The 404 of a HEAD has no body to say what is missing. A missing bucket must not look like lost objects.
          await client.send(new HeadBucketCommand({ Bucket }));
          return null;
        }
      });
    },

    async delete(key) {
      checkKey(key);
      await run(`deleting ${key}`, async () => {
        try {
          await client.send(new DeleteObjectCommand({ Bucket, Key: key }));
        } catch (error) {
          // S3 answers 204 for an object that is not there; not every server does.
          if (!isMissingObject(error)) throw error;
        }
      });
    },

    async ready() {
      const what = `checking bucket ${Bucket}`;
      const look = (abortSignal: AbortSignal) =>
        client.send(new HeadBucketCommand({ Bucket }), { abortSignal });
      await run(what, () => withDeadline(look, readyMs, what));
    },

    async close() {
      client.destroy();
    },
  };
}

async function run<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw s3Error(error, what);
  }
}
