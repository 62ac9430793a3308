import crypto, { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import S3rver from 's3rver';

import { codeOf } from './folder-errors.ts';
import type { S3Options } from './s3-client.ts';

const bucket = 'cards';

/**
 * s3rver in this process on a free port with a temporary folder. Version 3.7.1 is old and is mended here where
 * it is unlike every S3 that we mean to run on. It still accepts wrong checksums and ignores conditions, so nothing
 * about those can be tested against it.
 */
export async function startS3rver() {
  const directory = await mkdtemp(join(tmpdir(), 'cardmill-s3rver-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket }],
  });
  allowSingleDes();
  storeAtomically(server);
  answerDeletes(server);
  const { port } = await server.run();
  const options = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket,
    // The only account s3rver knows.
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
    forcePathStyle: true,
  } satisfies S3Options;
  return {
    options,
    /** ids of multipart uploads neither completed nor aborted (s3rver has no ListMultipartUploads) */
    async openUploads() {
      const uploads = server.store.getResourcePath(bucket, undefined, 'uploads');
      const files = await readdir(uploads, { recursive: true }).catch(() => []);
      // A part that arrives after the abort, as it may, makes its folder again: that is no upload, it has no `key`.
      return files.filter((file) => basename(file) === 'key').map((file) => dirname(file));
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const thrice = (key: Buffer): Buffer => Buffer.concat([key, key, key]);

/**
 * Its list tokens are encrypted with single DES, which OpenSSL 3 no longer has: a list of more than one page
 * answers 500. Triple DES with one key three times is the same function.
 */
function allowSingleDes(): void {
  const { createCipheriv, createDecipheriv } = crypto;
  Object.assign(crypto, {
    createCipheriv: (name: string, key: Buffer, iv: Buffer) =>
      name === 'des' ? createCipheriv('des-ede3-cbc', thrice(key), iv) : createCipheriv(name, key, iv),
    createDecipheriv: (name: string, key: Buffer, iv: Buffer) =>
      name === 'des' ? createDecipheriv('des-ede3-cbc', thrice(key), iv) : createDecipheriv(name, key, iv),
  });
}

/** It writes into the object's file while the body arrives: two writers mix, a cut body leaves half an object. */
function storeAtomically({ store }: S3rver): void {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const bytes = content instanceof Readable ? await buffer(content) : content;
    const target = store.getResourcePath(bucket, key, 'object');
    const temp = join(dirname(target), `.${randomUUID()}`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temp, bytes);
    await rename(temp, target);
    const md5 = createHash('md5').update(bytes).digest('hex');
    await store.putMetadata(bucket, key, metadata, md5);
    return { size: bytes.length, md5 };
  };
}

/** It answers AbortMultipartUpload with 405, and 500 to the deletion of an object whose folder is not there. */
function answerDeletes({ middleware, store }: S3rver): void {
  middleware.unshift(async (context, next) => {
    if (context.method !== 'DELETE') return next();
    const { uploadId } = context.query;
    try {
      if (uploadId === undefined) return await next();
      const [, bucket = ''] = context.path.split('/');
      const uploads = store.getResourcePath(bucket, undefined, 'uploads');
      await rm(join(uploads, uploadId), { recursive: true, force: true });
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
    context.status = 204;
  });
}
