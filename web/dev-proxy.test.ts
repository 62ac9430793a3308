// @vitest-environment node
import { createServer as createHttpServer, type Server } from 'node:http';
import { connect } from 'node:net';

import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { devProxy } from './dev-proxy.ts';

interface Stub {
  server: Server;
  url: string;
}

/** Answers every call with its name and path, and every upgrade with 101 and the same. */
async function startStub(name: string): Promise<Stub> {
  const server = createHttpServer((req, res) => res.end(`${name} ${req.method} ${req.url}`));
  server.on('upgrade', (req, socket) => {
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nx-stub: ${name} ${req.url}\r\n\r\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, url: `http://127.0.0.1:${address.port}` };
}

let api: Stub;
let notifier: Stub;
let vite: ViteDevServer;
let port: number;

beforeAll(async () => {
  [api, notifier] = await Promise.all([startStub('api'), startStub('notifier')]);
  vite = await createServer({
    root: import.meta.dirname,
    logLevel: 'silent',
    cacheDir: 'node_modules/.vite-proxy-test',
    optimizeDeps: { noDiscovery: true, include: [] },
    server: {
      host: '127.0.0.1',
      port: 0,
      hmr: false,
      watch: null,
      proxy: devProxy({ api: api.url, notifier: notifier.url }),
    },
    configFile: false,
  });
  await vite.listen();
  const address = vite.httpServer?.address();
  if (address === null || address === undefined || typeof address === 'string') throw new Error('no port');
  port = address.port;
}, 30_000);
afterAll(async () => {
  await vite.close();
  api.server.close();
  notifier.server.close();
});

const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();

function upgrade(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
    });
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer to the upgrade')));
    socket.on('data', (part) => {
      answer += String(part);
      if (!answer.includes('\r\n\r\n')) return;
      socket.destroy();
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

describe('the dev server', () => {
  it('passes calls and images on to the API', async () => {
    expect(await get('/api/v1/health')).toBe('api GET /api/v1/health');
    expect(await get('/batches-static/b/f.jpg?variant=thumbnail')).toBe(
      'api GET /batches-static/b/f.jpg?variant=thumbnail',
    );
  });

  it('passes the upgrade of a socket on to the notifier', async () => {
    const answer = await upgrade('/api/v1/ws/?EIO=4&transport=websocket');
    expect(answer).toContain('101 Switching Protocols');
    expect(answer).toContain('x-stub: notifier /api/v1/ws/');
  });

  it('serves pages itself, at any address of theirs', async () => {
    expect(await get('/batches/some_batch/results')).toContain('<div id="root">');
  });
});
