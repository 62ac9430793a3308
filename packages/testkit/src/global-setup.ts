import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrate } from '@cardmill/db/migrate';
import { ensureRedisServer, startPostgres } from '@cardmill/server-kit/servers';
import type { TestProject } from 'vitest/node';

import { dropDatabase, runSql, withDatabase } from './sql.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server on which tests may make databases. */
    adminUrl: string;
    /** The migrated database that fresh ones are cloned from. */
    template: string;
  }
}

/**
 * Once for a run of the project `int`: one PostgreSQL (`DATABASE_URL` when it is set, else its own, tuned
 * for speed and not for keeping data) with a migrated template, and redis-server found or installed.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const given = process.env['DATABASE_URL'];
  await ensureRedisServer(process.env, say);
  const server =
    given === undefined || given === '' ? await startOwn() : { url: given, stop: async () => undefined };
  say(
    `Integration tests use ${given ? 'the PostgreSQL of DATABASE_URL' : 'a PostgreSQL of their own'} and Redis servers of their own.`,
  );

  const template = `cardmill_template_${process.pid}`;
  try {
    await runSql(server.url, `CREATE DATABASE ${template}`);
    await migrate(withDatabase(server.url, template));
    // Nothing may be connected to a template while it is cloned; the migration's pool lingers for a while.
    await runSql(server.url, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
    await runSql(
      server.url,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${template}'`,
    );
  } catch (err) {
    await server.stop();
    throw err;
  }
  project.provide('adminUrl', server.url);
  project.provide('template', template);
  return async () => {
    try {
      await dropDatabase(server.url, template);
    } finally {
      await server.stop();
    }
  };
}

async function startOwn(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cardmill-int-'));
  const postgres = await startPostgres({
    dataDir,
    env: process.env,
    settings: {
      // Nothing here outlives the run.
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: '0',
      max_connections: '300',
      shared_buffers: '64MB',
      log_statement: 'none',
    },
  });
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
