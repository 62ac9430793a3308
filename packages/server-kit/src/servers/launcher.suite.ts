// Run by servers.int.test.ts in a child with an empty environment: starts PostgreSQL and Redis in the
// folder named, writes what it finds, and stops them, or is killed while they run.
import { Redis } from 'ioredis';
import { Client } from 'pg';

import { startPostgres } from './postgres.ts';
import { startRedis } from './redis-server.ts';

const [dataDir = '', mode = 'stop'] = process.argv.slice(2);
const { env } = process;

const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, env });
const redis = await startRedis({ dataDir: `${dataDir}/redis`, appendOnly: true, env });

const client = new Client({ connectionString: postgres.url });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS notes (note text PRIMARY KEY)');
const seen = await client.query<{ note: string }>('SELECT note FROM notes');
await client.query("INSERT INTO notes VALUES ('Köchel 525 – Ő') ON CONFLICT DO NOTHING");
const encoding = await client.query<{ server_encoding: string }>('SHOW server_encoding');
const lower = await client.query<{ lower: string }>("SELECT lower('ÄÖÜŐ')");
await client.end();

const connection = new Redis(redis.url);
const remembered = await connection.get('note');
// Waits until the append-only file is on disk: a killed server may lose the last second otherwise.
await connection.set('note', 'kept');
const policy = await connection.config('GET', 'maxmemory-policy');
await connection.call('WAITAOF', '1', '0', '0').catch(() => undefined);
await connection.quit();

process.stdout.write(
  `${JSON.stringify({
    pids: [postgres.pid, redis.pid],
    urls: [postgres.url, redis.url],
    encoding: encoding.rows[0]?.server_encoding,
    lower: lower.rows[0]?.lower,
    seen: seen.rows.map((row) => row.note),
    remembered,
    policy: Array.isArray(policy) ? policy[1] : undefined,
  })}\n`,
);

if (mode === 'stop') {
  await Promise.all([postgres.stop(), postgres.stop(), redis.stop()]);
} else {
  setInterval(() => undefined, 60_000);
}
