import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';

import type { StoreUnderTest } from './object-store.suite.ts';
import { startProxy } from './proxy.suite.ts';
import { createS3Client, type S3Options } from './s3-client.ts';
import { createS3Store } from './s3.ts';

const pageSize = 3;

/** Unfinished multipart uploads of a key, asked of the server. */
export async function openUploads(options: S3Options, key: string): Promise<string[]> {
  const client = createS3Client(options);
  try {
    // MinIO lists them only for the exact key: https://github.com/minio/minio/issues/13246
    const request = new ListMultipartUploadsCommand({ Bucket: options.bucket, Prefix: key });
    return ((await client.send(request)).Uploads ?? []).map(({ UploadId }) => UploadId ?? '');
  } finally {
    client.destroy();
  }
}

/** A store on a running S3, seen through a wire that counts and can be cut (not for https: names would differ). */
export async function throughProxy(
  options: S3Options & { endpoint: string },
  leftovers: StoreUnderTest['leftovers'] = (key) => openUploads(options, key),
): Promise<StoreUnderTest> {
  const url = new URL(options.endpoint);
  if (url.protocol === 'https:') {
    const store = createS3Store({ ...options, pageSize });
    return { store, leftovers, close: () => store.close() };
  }
  const proxy = await startProxy({ host: url.hostname, port: Number(url.port || 80) });
  const store = createS3Store({ ...options, endpoint: `http://127.0.0.1:${proxy.port}`, pageSize });
  return {
    store,
    leftovers,
    taken: async () => proxy.taken(),
    goAway: () => proxy.close(),
    async close() {
      await store.close();
      await proxy.close();
    },
  };
}
