import { createServer } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { closeRedis, createRedis } from './redis.ts';
import type { RedisRole } from './redis.ts';
import { startRedis } from './servers/index.ts';

/** A Redis that can be taken away, and a connection of the role to it. */
async function connect(role: RedisRole) {
  const server = await startRedis();
  const redis = createRedis(server.url, role);
  onTestFinished(async () => {
    await closeRedis(redis);
    await server.stop();
  });
  await expect.poll(() => redis.status).toBe('ready');
  return {
    redis,
    stop: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      await expect.poll(() => redis.status).not.toBe('ready');
    },
  };
}

test('with Redis away a publish fails at once', async () => {
  const { redis, stop } = await connect('publisher');
  await expect(redis.publish('channel', 'hint')).resolves.toBe(0);
  await stop();
  const began = performance.now();
  await expect(redis.publish('channel', 'hint')).rejects.toThrow(/./);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('closing a connection whose Redis is away takes no time', async () => {
  const { redis, stop } = await connect('queue');
  await stop();
  const began = performance.now();
  await closeRedis(redis);
  await closeRedis(redis);
  expect(performance.now() - began).toBeLessThan(1_500);
});

test('a server that reads and never answers is given up, and a new connection is made', async () => {
  let connections = 0;
  const silent = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const redis = createRedis(`redis://127.0.0.1:${port}`, 'publisher');
  onTestFinished(() => {
    redis.disconnect();
    silent.close();
  });
  await expect.poll(() => connections, { timeout: 20_000 }).toBeGreaterThan(1);
}, 30_000);
