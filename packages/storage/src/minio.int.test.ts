import { withDeadline } from '@cardmill/server-kit';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import { afterAll, describe } from 'vitest';

import { objectStoreBehaves } from './object-store.suite.ts';
import { ensureBucket, type S3Options } from './s3-client.ts';
import { throughProxy } from './s3.suite.ts';

// The last community release: the project is archived and its Docker Hub images are gone.
const image = 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z';
const engineDeadlineMs = 5_000;
const startDeadlineMs = 90_000;

interface RealS3 {
  options: S3Options & { endpoint: string };
  stop: () => Promise<unknown>;
}

/** MinIO in a container, or why there is none. */
async function startMinio(): Promise<RealS3 | { missing: string }> {
  const accessKeyId = 'cardmill';
  const secretAccessKey = 'only-for-this-test';
  try {
    await withDeadline(getContainerRuntimeClient(), engineDeadlineMs, 'looking for a container engine');
    const starting = new GenericContainer(image)
      .withEnvironment({ MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey })
      .withCommand(['server', '/data'])
      .withExposedPorts(9000)
      .withWaitStrategy(Wait.forHttp('/minio/health/ready', 9000))
      .start();
    const container = await withDeadline(starting, startDeadlineMs, `starting ${image}`);
    const options = {
      endpoint: `http://${container.getHost()}:${container.getMappedPort(9000)}`,
      region: 'us-east-1',
      bucket: 'cards',
      accessKeyId,
      secretAccessKey,
      forcePathStyle: true,
    } satisfies S3Options;
    await ensureBucket(options);
    return { options, stop: () => container.stop() };
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Somebody's S3, named by the environment. The bucket must exist; the suite cleans up after itself. */
function fromEnvironment(): (S3Options & { endpoint: string }) | undefined {
  const {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
    S3_REGION: region = 'us-east-1',
  } = process.env;
  if (!endpoint || !bucket || !accessKeyId || !secretAccessKey) return undefined;
  return { endpoint, bucket, accessKeyId, secretAccessKey, region, forcePathStyle: true };
}

const named = fromEnvironment();
const found = named ? { options: named, stop: async () => undefined } : await startMinio();
const name = named ? 'S3 (named by S3_ENDPOINT)' : 'S3 (MinIO)';
const missing = 'missing' in found ? found.missing.split('\n', 1)[0] : undefined;
if (missing !== undefined) {
  process.stderr.write(`\nSKIPPED: the object store suite on MinIO (it runs on s3rver): ${missing}\n`);
}

describe.skipIf(missing !== undefined)('a real S3', () => {
  objectStoreBehaves(name, async () => {
    if ('missing' in found) throw new Error(found.missing);
    return throughProxy(found.options);
  });
  afterAll(async () => {
    if ('stop' in found) await found.stop();
  });
});
