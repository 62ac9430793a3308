import { connect, createServer, type Server, type Socket } from 'node:net';

import { waitFor } from '@cardmill/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let server: Server;
let served: Socket[];
let heard: string;
let proxy: TcpProxy;
const clients: Socket[] = [];

// A server that repeats in capitals.
beforeEach(async () => {
  served = [];
  heard = '';
  server = createServer({ allowHalfOpen: true }, (socket) => {
    served.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      socket.write(chunk.toString().toUpperCase());
    });
    socket.on('end', () => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await createTcpProxy(address.port);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  for (const socket of served) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

interface Talk {
  socket: Socket;
  got: () => string;
  end: () => string | undefined;
}

/** Connects and says something; `end`: how the connection ended, undefined while it lasts. */
function talk(text: string): Talk {
  const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
  let got = '';
  let end: string | undefined;
  clients.push(socket);
  socket.on('data', (chunk) => (got += chunk.toString()));
  socket.on('error', (error) => (end = 'code' in error ? String(error.code) : error.message));
  socket.on('end', () => (end ??= 'end'));
  socket.on('close', () => (end ??= 'closed'));
  socket.write(text);
  return { socket, got: () => got, end: () => end };
}

it('passes both ways', async () => {
  const client = talk('hello');
  await waitFor(() => client.got() === 'HELLO');
  expect(proxy.connections()).toBe(1);
});

it('refuses, and listens again on the same port', async () => {
  const before = talk('x');
  await waitFor(() => before.got() === 'X');
  await proxy.set({ kind: 'refuse' });
  await waitFor(() => before.end());
  const during = talk('hello');
  await waitFor(() => during.end() === 'ECONNREFUSED');
  await proxy.set({ kind: 'pass' });
  const after = talk('hello');
  await waitFor(() => after.got() === 'HELLO');
});

it('resets those there are and those that come', async () => {
  const before = talk('x');
  await waitFor(() => before.got() === 'X');
  await proxy.set({ kind: 'reset' });
  await waitFor(() => before.end() === 'ECONNRESET');
  const during = talk('hello');
  await waitFor(() => during.end() === 'ECONNRESET');
});

it('a black hole keeps the connection and swallows everything; healing does not wake it', async () => {
  const before = talk('x');
  await waitFor(() => before.got() === 'X');
  await proxy.set({ kind: 'blackhole' });
  before.socket.write('lost');
  const during = talk('lost');
  await waitFor(() => during.socket.readyState === 'open');
  await proxy.set({ kind: 'pass' });
  const after = talk('hello');
  await waitFor(() => after.got() === 'HELLO');
  before.socket.write('lost');
  const later = talk('again');
  await waitFor(() => later.got() === 'AGAIN');
  expect([before.got(), during.got(), heard.includes('lost')]).toEqual(['X', '', false]);
  expect([before.end(), during.end()]).toEqual([undefined, undefined]);
});

it('a black hole for those there are lets new ones pass', async () => {
  const before = talk('x');
  await waitFor(() => before.got() === 'X');
  proxy.blackholeOld();
  before.socket.write('lost');
  const after = talk('hello');
  await waitFor(() => after.got() === 'HELLO');
  expect(before.got()).toBe('X');
});

it('is late, and keeps the order', async () => {
  await proxy.set({ kind: 'slow', ms: 60, jitterMs: 60 });
  const started = performance.now();
  const client = talk('a');
  for (const letter of 'bcdefgh') client.socket.write(letter);
  await waitFor(() => client.got() === 'ABCDEFGH');
  expect(performance.now() - started).toBeGreaterThan(110);
});

it('cuts after so many bytes, and only that connection', async () => {
  const client = talk('12345');
  await waitFor(() => client.got() === '12345');
  proxy.cutAfter(3);
  client.socket.write('67890');
  await waitFor(() => client.end() === 'ECONNRESET');
  const after = talk('hello');
  await waitFor(() => after.got() === 'HELLO');
});

it('loses the reply to a chosen word, not the word', async () => {
  const happened = proxy.cutOn('commit');
  const client = talk('begin');
  await waitFor(() => client.got() === 'BEGIN');
  client.socket.write('commit');
  await happened;
  await waitFor(() => client.end() === 'ECONNRESET');
  await waitFor(() => heard === 'begincommit');
  expect(client.got()).toBe('BEGIN');
});

it('closes one half', async () => {
  const client = talk('x');
  await waitFor(() => client.got() === 'X');
  proxy.halfClose();
  await waitFor(() => client.end() === 'end');
  client.socket.write('y');
  await waitFor(() => heard === 'xy');
});
