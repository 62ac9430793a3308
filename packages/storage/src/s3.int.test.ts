import { createServer, type RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { inspect } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { objectStoreBehaves } from './object-store.suite.ts';
import type { ObjectStore } from './port.ts';
import { startProxy } from './proxy.suite.ts';
import { ensureBucket, type S3Options } from './s3-client.ts';
import { throughProxy } from './s3.suite.ts';
import { createS3Store } from './s3.ts';
import { startS3rver } from './s3rver.suite.ts';

let server: Awaited<ReturnType<typeof startS3rver>>;
beforeAll(async () => {
  server = await startS3rver();
});
afterAll(() => server.close());

objectStoreBehaves('S3 (s3rver)', () => throughProxy(server.options, () => server.openUploads()));

const jpeg = { contentType: 'image/jpeg' };

/** One request of each kind. */
const requests: [string, (store: ObjectStore) => Promise<unknown>][] = [
  ['put', (store) => store.put('a', Buffer.from('x'), jpeg)],
  ['get', (store) => store.get('a')],
  ['head', (store) => store.head('a')],
  ['delete', (store) => store.delete('a')],
  ['list', (store) => store.list('')[Symbol.asyncIterator]().next()],
  ['ready', (store) => store.ready()],
];

/** A server that answers everything in one way, wrong. */
async function withServer(answer: RequestListener, use: (options: S3Options) => Promise<void>) {
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    await use({ ...server.options, endpoint: `http://127.0.0.1:${address.port}` });
  } finally {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  }
}

describe('S3 that refuses', () => {
  it.each(requests)('%s: the bucket is missing', async (_name, request) => {
    const store = createS3Store({ ...server.options, bucket: 'missing' });
    await expect(request(store)).rejects.toMatchObject({ code: 'storage_refused' });
    await store.close();
  });

  it.each(requests)(
    '%s: the access key is unknown, and the error tells no secret',
    async (_name, request) => {
      const secretAccessKey = 'wJalrXUtnFEMI-K7MDENG';
      const store = createS3Store({ ...server.options, accessKeyId: 'NOBODY', secretAccessKey });
      const error: unknown = await request(store).then(String, (reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'storage_refused', cause: expect.any(Error) });
      const words = inspect(error, { depth: 12, showHidden: true });
      expect(words).not.toContain(secretAccessKey);
      expect(words).not.toMatch(/signature=/i);
      await store.close();
    },
  );
});

describe('S3 in trouble', () => {
  it.each([
    [500, 'InternalError', 'storage_unavailable'],
    [503, 'SlowDown', 'storage_unavailable'],
    [429, 'TooManyRequests', 'storage_unavailable'],
    [400, 'RequestTimeout', 'storage_unavailable'],
    [507, 'XMinioStorageFull', 'storage_full'],
    [403, 'QuotaExceeded', 'storage_full'],
    [403, 'AccessDenied', 'storage_refused'],
    [501, 'NotImplemented', 'storage_refused'],
  ])('answers %i %s: %s', async (status, name, code) => {
    const body = `<?xml version="1.0"?><Error><Code>${name}</Code><Message>no</Message></Error>`;
    await withServer(
      (_request, response) => response.writeHead(status, { 'content-type': 'application/xml' }).end(body),
      async (options) => {
        const store = createS3Store({ ...options, maxAttempts: 1 });
        await expect(store.put('a', Buffer.from('x'), jpeg)).rejects.toMatchObject({ code });
        await expect(store.get('a')).rejects.toMatchObject({ code });
        await store.close();
      },
    );
  });

  it('gets through when the second attempt does', async () => {
    let calls = 0;
    await withServer(
      (request, response) => {
        request.resume();
        calls += 1;
        response.writeHead(calls === 1 ? 503 : 200, { etag: '"1"' }).end();
      },
      async (options) => {
        const store = createS3Store(options);
        expect(await store.put('a', Buffer.from('x'), jpeg)).toMatchObject({ size: 1 });
        await store.close();
      },
    );
    expect(calls).toBe(2);
  });

  it('a body that is cut short is an error, not a short image', async () => {
    await withServer(
      (_request, response) => {
        response.writeHead(200, { 'content-length': 1_000 }).write('only this');
        setTimeout(() => response.destroy(), 50);
      },
      async (options) => {
        const store = createS3Store(options);
        const reading = store.read('a', { maxBytes: 1_000 });
        await expect(reading).rejects.toMatchObject({ code: 'storage_unavailable' });
        await store.close();
      },
    );
  });

  it('a server that takes connections and says nothing is given up on', async () => {
    await withServer(
      (request) => request.resume(),
      async (options) => {
        const timeouts = { requestMs: 300, idleMs: 300, readyMs: 200 };
        const store = createS3Store({ ...options, maxAttempts: 2, timeouts });
        const began = Date.now();
        for (const [, request] of requests) {
          await expect(request(store)).rejects.toMatchObject({ code: 'storage_unavailable' });
        }
        expect(Date.now() - began).toBeLessThan(10_000);
        await store.close();
      },
    );
  });

  it('an abort does not wait for a part that storage never takes', async () => {
    const asked: string[] = [];
    await withServer(
      (request, response) => {
        asked.push(`${request.method} ${request.url?.replace(/^.*[?&](uploads|uploadId)\b.*$/, '$1')}`);
        const id = '<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>';
        if (request.method === 'POST') response.end(id);
        if (request.method === 'DELETE') response.writeHead(204).end();
      },
      async (options) => {
        const store = createS3Store(options);
        const abort = new AbortController();
        const reason = new Error('cancelled');
        const body = Buffer.alloc(12 * 1024 * 1024);
        const put = store.put('a', body, { ...jpeg, signal: abort.signal }).catch((error: unknown) => error);
        await expect.poll(() => asked).toHaveLength(2);
        abort.abort(reason);
        expect(await put).toBe(reason);
        await store.close();
      },
    );
    expect(asked).toEqual(['POST uploads', 'PUT uploadId', 'DELETE uploadId']);
  });

  it('pulls no more than two parts while storage takes nothing, and an abort then leaves nothing', async () => {
    const { hostname, port } = new URL(server.options.endpoint);
    const proxy = await startProxy({ host: hostname, port: Number(port) });
    const store = createS3Store({ ...server.options, endpoint: `http://127.0.0.1:${proxy.port}` });
    const abort = new AbortController();
    const reason = new Error('cancelled');
    const piece = Buffer.alloc(256 * 1024);
    let pulled = 0;
    const body = new Readable({
      read() {
        pulled += piece.length;
        this.push(piece);
      },
    });
    await store.ready();
    proxy.hold();
    const put = store.put('held', body, { ...jpeg, signal: abort.signal });
    const outcome = put.catch((error: unknown) => error);
    let before = -1;
    await expect
      .poll(
        () => {
          const still = pulled === before && pulled > 0;
          before = pulled;
          return still;
        },
        { interval: 300, timeout: 10_000 },
      )
      .toBe(true);
    expect(pulled).toBeLessThan(16 * 1024 * 1024);

    abort.abort(reason);
    proxy.release();

    expect(await outcome).toBe(reason);
    expect(await store.head('held')).toBeNull();
    expect(await server.openUploads()).toEqual([]);
    await store.close();
    await proxy.close();
  });
});

it('makes a bucket once', async () => {
  const options = { ...server.options, bucket: 'made-here' };
  await ensureBucket(options);
  await ensureBucket(options);
  const store = createS3Store(options);
  await store.ready();
  await store.close();
});
