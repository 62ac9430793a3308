import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';

import { completeStore, storageConfigSchema } from './config.ts';
import { createStore } from './create-store.ts';

const s3 = {
  kind: 's3',
  endpoint: 'https://minio:9000',
  region: 'us-east-1',
  bucket: 'cards',
  accessKeyId: 'key',
  secretAccessKey: 'secret',
  forcePathStyle: true,
};

describe('storage configuration', () => {
  it.each([
    ['file:///var/lib/cardmill', { kind: 'folder', dir: '/var/lib/cardmill' }],
    ['file:///with%20space', { kind: 'folder', dir: '/with space' }],
    ['s3://key:secret@minio:9000/cards', s3],
    ['s3://key:secret@minio:9000/cards?tls=false', { ...s3, endpoint: 'http://minio:9000' }],
    ['s3://k%2Fy:s%2Bc%40r%3At@minio:9000/cards', { ...s3, accessKeyId: 'k/y', secretAccessKey: 's+c@r:t' }],
    [
      's3://key:secret@s3.eu-central-1.amazonaws.com/cards?region=eu-central-1&pathStyle=false',
      {
        ...s3,
        endpoint: 'https://s3.eu-central-1.amazonaws.com',
        region: 'eu-central-1',
        forcePathStyle: false,
      },
    ],
  ])('reads %s', (url, config) => {
    expect(storageConfigSchema.parse(url)).toEqual(config);
  });

  it('takes the parts instead of a URL', () => {
    expect(storageConfigSchema.parse({ kind: 'folder', dir: 'data/objects' })).toEqual({
      kind: 'folder',
      dir: 'data/objects',
    });
    expect(
      storageConfigSchema.parse({ kind: 's3', bucket: 'cards', accessKeyId: 'k', secretAccessKey: 's' }),
    ).toMatchObject({ region: 'us-east-1', forcePathStyle: true });
  });

  it.each([
    'data/objects',
    'file:data',
    'file://data/objects',
    'http://key:tell-nobody@minio:9000/cards',
    's3:///cards',
    's3://key:tell-nobody@minio:9000/',
    's3://key:tell-nobody@minio:9000/cards/deeper',
    's3://minio:9000/cards',
    's3://key:tell-nobody%zz@minio:9000/cards',
    's3://key:tell-nobody@minio:9000/cards?tls=perhaps',
    's3://key:tell-nobody@minio:9000/cards?secret=tell-nobody',
    { kind: 's3' as const, bucket: 'NOT A BUCKET', accessKeyId: 'k', secretAccessKey: 'tell-nobody' },
  ])('refuses %j without telling the secret', (input) => {
    const { success, error } = storageConfigSchema.safeParse(input);
    expect(success).toBe(false);
    expect(JSON.stringify(error?.issues)).not.toContain('tell-nobody');
    expect(() => createStore(input)).toThrow(ZodError);
  });

  it('completes s3://bucket from the variables beside it', () => {
    const env = {
      STORE: 's3://cards',
      S3_ENDPOINT: 'http://minio:9000',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 's/c+r@t:%',
    };
    expect(storageConfigSchema.parse(completeStore(env)['STORE'])).toEqual({
      ...s3,
      endpoint: 'http://minio:9000',
      secretAccessKey: 's/c+r@t:%',
    });
    const more = { ...env, S3_ENDPOINT: 'https://x.example', S3_REGION: 'eu', S3_FORCE_PATH_STYLE: 'false' };
    expect(storageConfigSchema.parse(completeStore(more)['STORE'])).toMatchObject({
      endpoint: 'https://x.example',
      region: 'eu',
      forcePathStyle: false,
    });
  });

  it('leaves every other STORE alone, and says what is missing', () => {
    for (const STORE of ['file:///data', 's3://key:secret@minio:9000/cards', undefined]) {
      expect(completeStore({ STORE, S3_ENDPOINT: 'http://minio:9000' })['STORE']).toBe(STORE);
    }
    const half = completeStore({ STORE: 's3://cards', S3_ACCESS_KEY_ID: 'key' });
    expect(() => storageConfigSchema.parse(half['STORE'])).toThrow('S3_SECRET_ACCESS_KEY');
  });

  it('makes either store without touching it', async () => {
    for (const url of ['file:///nowhere/at/all', 's3://key:secret@127.0.0.1:1/cards?tls=false']) {
      await createStore(url).close();
    }
  });
});
