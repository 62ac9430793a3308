import { createServer, type Server } from 'node:http';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createS3Proxy, type S3Proxy } from './s3-proxy.ts';

// A store of bytes by path, as far as the proxy can tell the difference.
let objects: Map<string, Buffer>;
let server: Server;
let proxy: S3Proxy;
let url: string;

beforeEach(async () => {
  objects = new Map();
  server = createServer((incoming, reply) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const path = incoming.url ?? '';
      if (incoming.method === 'PUT') objects.set(path, Buffer.concat(chunks));
      const bytes = incoming.method === 'PUT' ? Buffer.alloc(0) : objects.get(path);
      reply.writeHead(bytes === undefined ? 404 : 200, { 'content-length': String(bytes?.length ?? 0) });
      reply.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await createS3Proxy(address.port);
  url = `http://127.0.0.1:${proxy.port}/cards`;
});
afterEach(async () => {
  await proxy.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const put = (key: string, body: string) => fetch(`${url}/${key}`, { method: 'PUT', body });
const get = (key: string) => fetch(`${url}/${key}`);

it('passes what no rule is about', async () => {
  proxy.add({ fault: { kind: 'status', status: 500, code: 'InternalError' }, keyHas: 'other' });
  expect((await put('a', 'bytes')).status).toBe(200);
  expect(await (await get('a')).text()).toBe('bytes');
});

it('refuses so often, with the code of S3, and does nothing', async () => {
  const rule = proxy.add({
    fault: { kind: 'status', status: 503, code: 'SlowDown' },
    method: 'PUT',
    times: 2,
  });
  const replies = [await put('a', '1'), await put('a', '1')];
  expect(replies.map((reply) => reply.status)).toEqual([503, 503]);
  expect(await replies[0]?.text()).toContain('<Code>SlowDown</Code>');
  expect(objects.size).toBe(0);
  expect((await put('a', '1')).status).toBe(200);
  expect(rule.hits()).toBe(2);
});

it('breaks a reply off after so many bytes', async () => {
  await put('a', 'x'.repeat(100_000));
  proxy.add({ fault: { kind: 'truncate', bytes: 1_000 }, method: 'GET' });
  const reply = await get('a');
  expect(reply.headers.get('content-length')).toBe('100000');
  await expect(reply.arrayBuffer()).rejects.toThrow('terminated');
});

it('loses a write that it has acknowledged', async () => {
  proxy.add({ fault: { kind: 'loseWrite' }, method: 'PUT', times: 1 });
  expect((await put('a', 'bytes')).status).toBe(200);
  expect((await get('a')).status).toBe(404);
});

it('loses the acknowledgement of a write that was done', async () => {
  proxy.add({ fault: { kind: 'loseReply' }, method: 'PUT', times: 1 });
  await expect(put('a', 'bytes')).rejects.toThrow('fetch failed');
  expect(await (await get('a')).text()).toBe('bytes');
});

it('is late, and healed at once', async () => {
  proxy.add({ fault: { kind: 'late', ms: 150 } });
  const started = performance.now();
  await put('a', 'bytes');
  expect(performance.now() - started).toBeGreaterThan(140);
  proxy.heal();
  proxy.add({ fault: { kind: 'status', status: 500, code: 'InternalError' } });
  expect((await get('a')).status).toBe(500);
});
