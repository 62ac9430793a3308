import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createLogger } from '@cardmill/server-kit';
import { afterEach, expect, test } from 'vitest';

import { startProxy } from './proxy.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const release of undo.splice(0).toReversed()) await release();
});

async function serve(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer({ requestTimeout: 0 }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}` };
}

async function website(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-web-'));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  await mkdir(join(dir, 'assets'));
  await writeFile(join(dir, 'index.html'), '<!doctype html><title>pages</title>');
  await writeFile(join(dir, 'assets', 'index-abc123.js'), `// ${'x'.repeat(5_000)}`);
  return dir;
}

type Given = { api?: string; notifier?: string; webDir?: string; host?: string; publishedAt?: string };

async function start(given: Given = {}) {
  const proxy = await startProxy({
    host: given.host ?? '127.0.0.1',
    publishedAt: given.publishedAt,
    port: 0,
    apiUrl: () => given.api,
    notifierUrl: () => given.notifier,
    webDir: given.webDir ?? (await website()),
    logger,
  });
  undo.push(() => proxy.close(0));
  return proxy;
}

/** Says which service answered, and what it was told. */
const named =
  (name: string): RequestListener =>
  (req, res) => {
    res.setHeader('x-service', name);
    res.end(JSON.stringify({ url: req.url, headers: req.headers }));
  };

test.each([
  ['/api/v1/health', 'api'],
  ['/api/v1/nothing-like-this?x=1', 'api'],
  ['/batches-static/a_20261121-070000_0123abcd/card.jpg?variant=thumbnail', 'api'],
  ['/api/v1/ws/?EIO=4&transport=polling', 'notifier'],
  ['/api/v1/wsx', 'api'],
])('%s is answered by the %s, under the path that was asked for', async (path, service) => {
  const [api, notifier] = await Promise.all([serve(named('api')), serve(named('notifier'))]);
  const proxy = await start({ api: api.url, notifier: notifier.url });
  const reply = await fetch(`${proxy.url}${path}`);
  expect(reply.headers.get('x-service')).toBe(service);
  expect(await reply.json()).toMatchObject({ url: path });
});

test.each(['/', '/history', '/apix', '/batches/a/cards/card.001.jpg'])(
  '%s is a page of the web, asked for again each time',
  async (path) => {
    const proxy = await start();
    const reply = await fetch(`${proxy.url}${path}`);
    expect(await reply.text()).toContain('<title>pages</title>');
    expect(reply.headers.get('content-type')).toContain('text/html');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'self'");
    const again = await fetch(`${proxy.url}${path}`, {
      headers: { 'if-none-match': reply.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  },
);

test('a hashed file is kept for good and sent compressed; one that is gone is no page', async () => {
  const webDir = await website();
  const proxy = await start({ webDir });
  // A new build was swapped in meanwhile.
  await rm(webDir, { recursive: true });
  const reply = await fetch(`${proxy.url}/assets/index-abc123.js`);
  expect(reply.headers.get('cache-control')).toContain('immutable');
  expect(reply.headers.get('content-encoding')).toBe('gzip');
  expect(await reply.text()).toContain('xxx');
  const gone = await fetch(`${proxy.url}/assets/index-old.js`);
  expect(gone.status).toBe(404);
  expect(await gone.json()).toMatchObject({ code: 'not_found' });
});

test('services hear who is asking, and under which name', async () => {
  const api = await serve(named('api'));
  const proxy = await start({ api: api.url });
  const reply = await fetch(`${proxy.url}/api`, { headers: { 'x-forwarded-for': '10.1.2.3' } });
  expect(await reply.json()).toMatchObject({
    headers: {
      host: `127.0.0.1:${proxy.port}`,
      'x-forwarded-for': '10.1.2.3, 127.0.0.1',
      'x-forwarded-host': `127.0.0.1:${proxy.port}`,
      'x-forwarded-proto': 'http',
    },
  });
});

test('a long upload is passed on as it comes, not held', async () => {
  const hash = createHash('sha256');
  let arrived = 0;
  const api = await serve((req, res) => {
    req.on('data', (chunk: Buffer) => {
      arrived += chunk.length;
      hash.update(chunk);
    });
    req.on('end', () => res.end(hash.digest('hex')));
  });
  const proxy = await start({ api: api.url });
  const expected = createHash('sha256');
  const upload = request(`${proxy.url}/api/v1/upload`, { method: 'POST' });
  const replied = new Promise<IncomingMessage>((resolve) => upload.on('response', resolve));
  const piece = randomBytes(1024 * 1024);
  for (let sent = 0; sent < 24; sent += 1) {
    expected.update(piece);
    if (!upload.write(piece)) await new Promise((resolve) => upload.once('drain', resolve));
  }
  // Still open on this side, and already on the other.
  await expect.poll(() => arrived, { timeout: 10_000 }).toBe(24 * piece.length);
  upload.end();
  const reply = await replied;
  const body = (await reply.toArray()).join('');
  expect(body).toBe(expected.digest('hex'));
});

test('a service that is away, dies half-way or comes back elsewhere', async () => {
  let where: string | undefined;
  const proxy = await startProxy({
    host: '127.0.0.1',
    port: 0,
    apiUrl: () => where,
    notifierUrl: () => undefined,
    webDir: await website(),
    logger,
  });
  undo.push(() => proxy.close(0));
  const notYet = await fetch(`${proxy.url}/api/v1/health`);
  expect(notYet.status).toBe(503);
  expect(notYet.headers.get('retry-after')).toBe('1');
  expect(await notYet.json()).toMatchObject({ code: 'server_unavailable', status: 503 });

  const dying = await serve((req) => req.socket.destroy());
  where = dying.url;
  const gone = await fetch(`${proxy.url}/api/v1/upload`, { method: 'POST', body: 'x'.repeat(100_000) });
  expect(gone.status).toBe(503);

  const back = await serve(named('api'));
  where = back.url;
  expect((await fetch(`${proxy.url}/api/v1/health`)).status).toBe(200);
});

test('a websocket is passed on to the notifier and to nobody else', async () => {
  const notifier = await serve(named('notifier'));
  notifier.server.on('upgrade', (req, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    socket.write(`hello ${String(req.headers['x-forwarded-for'])}`);
    socket.pipe(socket);
  });
  const proxy = await start({ api: notifier.url, notifier: notifier.url });
  const open = (path: string) => {
    const socket = connect(proxy.port, '127.0.0.1');
    undo.push(() => socket.destroy());
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`,
    );
    return { socket, heard: () => heard };
  };
  const good = open('/api/v1/ws/?EIO=4&transport=websocket');
  await expect.poll(good.heard).toContain('hello 127.0.0.1');
  good.socket.write('ping through');
  await expect.poll(good.heard).toContain('ping through');
  const bad = open('/api/v1/batches');
  await expect.poll(bad.heard).toContain('404');

  const closed = new Promise((resolve) => good.socket.once('close', resolve));
  const begin = Date.now();
  await proxy.close(5_000);
  await closed;
  expect(Date.now() - begin).toBeLessThan(2_000);
});

test.each([
  { where: 'on this machine', listening: {} },
  { where: 'in a container', listening: { host: '0.0.0.0', publishedAt: '127.0.0.1' } },
])('$where, a stranger who points a name of his own at it gets nothing', async ({ listening }) => {
  const api = await serve(named('api'));
  const proxy = await start({ api: api.url, ...listening });
  const ask = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const req = request(`${proxy.url}/api/v1/batches`, { headers: { host } }, (res) => {
        res.resume();
        resolve(res.statusCode);
      });
      req.on('error', reject);
      req.end();
    });
  expect(await ask('evil.example:8080')).toBe(403);
  expect(await ask('localhost:8080')).toBe(200);
  expect(await ask(`127.0.0.1:${proxy.port}`)).toBe(200);
});

test('closing lets a request in hand end', async () => {
  const api = await serve((_req, res) => {
    void sleep(300).then(() => res.end('done'));
  });
  const proxy = await start({ api: api.url });
  const reply = fetch(`${proxy.url}/api/v1/slow`);
  await sleep(100);
  const begin = Date.now();
  await proxy.close(5_000);
  expect(await (await reply).text()).toBe('done');
  // The client keeps its connection open, which nobody waits for.
  expect(Date.now() - begin).toBeLessThan(2_000);
});

test('a port that is taken is an error with its code', async () => {
  const first = await start();
  const second = startProxy({
    host: '127.0.0.1',
    port: first.port,
    apiUrl: () => undefined,
    notifierUrl: () => undefined,
    webDir: '/nonexistent',
    logger,
  });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
