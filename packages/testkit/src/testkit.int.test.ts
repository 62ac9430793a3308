import { Redis } from 'ioredis';
import { expect, test } from 'vitest';

import { expectNoLeaks } from './expect-no-leaks.ts';
import { freshDatabase } from './fresh-database.ts';
import { freshRedis } from './fresh-redis.ts';
import { runSql } from './sql.ts';

test('every fresh database is migrated, empty and alone', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await runSql(one.url, 'CREATE TABLE mine (x int)');
  const tables = await runSql(two.url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
  const names = tables.rows.map((row: { tablename: string }) => row.tablename);
  expect(names).toContain('_prisma_migrations');
  expect(names).not.toContain('mine');
  await Promise.all([one.close(), two.close(), one.close()]);
  await expect(runSql(one.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});

test('a fresh Redis comes back on the same address after a stop and after a kill', async () => {
  const redis = await freshRedis({ appendOnly: true });
  try {
    const client = new Redis(redis.url, { retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.set('kept', '1');
    await redis.stop();
    await redis.start();
    expect(await client.get('kept')).toBe('1');
    await redis.kill();
    await redis.start();
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
  } finally {
    await redis.close();
    await redis.close();
  }
});

test('a connection left open is found, one that is closed is not', async () => {
  const redis = await freshRedis();
  let forgotten: Redis | undefined;
  try {
    await expectNoLeaks({ redis: redis.url }, async () => {
      const client = new Redis(redis.url);
      await client.ping();
      await client.quit();
    });
    const leaking = expectNoLeaks({ redis: redis.url }, async () => {
      forgotten = new Redis(redis.url);
      await forgotten.ping();
    });
    await expect(leaking).rejects.toThrow('redis clients: 0 before, 1 after');
  } finally {
    forgotten?.disconnect();
    await redis.close();
  }
}, 20_000);
