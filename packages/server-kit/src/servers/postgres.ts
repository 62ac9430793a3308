import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import { freePort } from './free-port.ts';
import type { Environment } from './install.ts';
import { logSize, logTail } from './log-file.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { databaseUser, ensureCluster, postgresEnv } from './postgres-cluster.ts';
import { findPostgresUser, privateFolderOf } from './postgres-user.ts';
import { clearStalePid } from './postmaster-pid.ts';
import { spawnTied } from './spawn-tied.ts';
import type { Exit, TiedProcess } from './spawn-tied.ts';

/** A server that this process started. */
export interface RunningServer {
  /** With the password in it. */
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<Exit>;
  /** Ends it in order; may be called again. */
  stop: () => Promise<void>;
}

export interface StartPostgresOptions {
  /** Holds the cluster, its password (0600) and its log; made when missing. May lie below a 0700 folder. */
  dataDir: string;
  /** Chosen by the system when absent. */
  port?: number;
  /** Log file; `<dataDir>/postgres.log` when absent. */
  log?: string;
  /** `postgresql.conf` settings, e.g. `{fsync: 'off'}` for tests. */
  settings?: Readonly<Record<string, string>>;
  /** Whose PATH is searched for `unshare` and `setpriv`, which root needs. */
  env?: Environment;
  /** How long a start may take, crash recovery included (60,000 ms). */
  deadlineMs?: number;
}

const fastStopMs = 15_000;

/**
 * Starts PostgreSQL 18 on 127.0.0.1 with a scram password, making the cluster (UTF8) and the
 * database `cardmill` the first time.
 *
 * @throws with the server's last words when it does not come up
 */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningServer> {
  const dataDir = resolve(options.dataDir);
  const log = resolve(options.log ?? join(dataDir, 'postgres.log'));
  const [binaries, runAs] = await Promise.all([findPostgresBinaries(), findPostgresUser(options.env)]);
  const closed = runAs.stranger ? await privateFolderOf(binaries.initdb) : null;
  if (closed !== null)
    throw new Error(
      `PostgreSQL refuses to run as root, user namespaces are forbidden here, and another user cannot enter ${closed}: install Cardmill in a folder that everybody may enter, or start it as another user`,
    );
  const cluster = await ensureCluster(dataDir, binaries, runAs);
  await clearStalePid(cluster.folder);

  const deadline = Date.now() + (options.deadlineMs ?? 60_000);
  for (;;) {
    const port = options.port || (await freePort());
    const before = logSize(log);
    const server = launch(
      [...runAs.prefix, binaries.postgres, '-D', cluster.folder],
      port,
      log,
      options.settings ?? {},
    );
    const url = (database: string) =>
      `postgresql://${databaseUser}:${cluster.password}@127.0.0.1:${port}/${database}`;
    try {
      await answers(url('postgres'), server, deadline);
      await ensureDatabase(url('postgres'));
      return {
        url: url(databaseUser),
        port,
        pid: server.pid,
        exited: server.exited,
        // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing is lost.
        stop: async () => {
          await server.stop('SIGINT', fastStopMs);
        },
      };
    } catch (cause) {
      await server.stop('SIGINT', 5_000);
      const words = logTail(log, before);
      // Backends of a postmaster that was killed hold its shared memory for a moment longer; and a
      // port that we chose may have been taken meanwhile.
      const passes =
        words.includes('pre-existing shared memory') || (!options.port && words.includes('in use'));
      if (!passes || Date.now() > deadline) throw new Error(`PostgreSQL did not start: ${words}`, { cause });
      await sleep(200);
    }
  }
}

function launch(
  commandLine: readonly string[],
  port: number,
  log: string,
  extra: Readonly<Record<string, string>>,
): TiedProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // A socket's path has a limit of 107 bytes, which a deep data folder would break.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...extra,
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const [command = '', ...args] = [...commandLine, ...flags];
  return spawnTied({
    command,
    args,
    env: postgresEnv,
    output: { file: log },
    // Launcher gone: let the services finish their transactions (TERM waits for clients), then insist.
    orphanSteps: [
      [0, 'TERM'],
      [8, 'INT'],
      [10, 'QUIT'],
      [5, 'KILL'],
    ],
  });
}

/** Waits until the server answers a query; rejects when it ends or the time is up. */
async function answers(url: string, server: TiedProcess, deadline: number): Promise<void> {
  for (;;) {
    try {
      await query(url, 'SELECT 1');
      return;
    } catch (cause) {
      const ended = server.ended();
      if (ended) throw new Error(`the server ended (${ended.signal ?? `code ${ended.code}`})`, { cause });
      if (Date.now() > deadline) throw new Error('the server does not answer', { cause });
    }
    await sleep(50);
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const found = await query(url, `SELECT 1 FROM pg_database WHERE datname = '${databaseUser}'`);
  if (found === 0) await query(url, `CREATE DATABASE ${databaseUser}`);
}

/** One statement on a connection of its own; the number of rows. */
async function query(url: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000, query_timeout: 30_000 });
  // A connection that breaks after its query has nothing more to say.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
