import { Redis } from 'ioredis';

import { runSql } from './sql.ts';
import { waitFor } from './wait-for.ts';

/** How many of each are open. */
type Census = Readonly<Record<string, number>>;

/**
 * Runs something that opens and closes connections and timers, and fails when more of them are open afterwards
 * than before. Counted where they end, on the servers: a client that forgot a connection cannot hide it.
 *
 * @param servers - URLs; those absent are not counted
 * @throws naming what leaked, with the numbers before and after
 */
export async function expectNoLeaks(
  servers: { redis?: string; database?: string },
  body: () => Promise<void>,
): Promise<void> {
  const before = await takeCensus(servers);
  await body();
  let after: Census = {};
  const leaks = () => Object.keys(after).filter((key) => (after[key] ?? 0) > (before[key] ?? 0));
  try {
    // Servers notice an ended connection a moment later.
    await waitFor(
      async () => {
        after = await takeCensus(servers);
        return leaks().length === 0;
      },
      { timeoutMs: 5_000, everyMs: 50 },
    );
  } catch (cause) {
    const words = leaks().map((key) => `${key}: ${before[key] ?? 0} before, ${after[key]} after`);
    throw new Error(`left open: ${words.join('; ')}`, { cause });
  }
}

async function takeCensus(servers: { redis?: string; database?: string }): Promise<Census> {
  const census: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    // Timers and sockets of ours; the rest (file reads, DNS) comes and goes by itself.
    if (kind === 'Timeout' || kind === 'TCPServerWrap' || kind === 'ChildProcess')
      census[kind] = (census[kind] ?? 0) + 1;
  }
  if (servers.redis !== undefined) census['redis clients'] = await countRedisClients(servers.redis);
  if (servers.database !== undefined)
    census['database connections'] = await countDatabaseClients(servers.database);
  return census;
}

async function countRedisClients(url: string): Promise<number> {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const info = await redis.info('clients');
    return Number(/connected_clients:(\d+)/.exec(info)?.[1] ?? 0) - 1;
  } finally {
    redis.disconnect();
  }
}

async function countDatabaseClients(url: string): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  const [row] = (await runSql(url, sql)).rows;
  return typeof row === 'object' && row !== null && 'count' in row ? Number(row.count) : 0;
}
