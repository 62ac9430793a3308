import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { freePort } from './free-port.ts';
import { ensureInstalled, systemPath } from './install.ts';
import type { Environment } from './install.ts';
import { logSize, logTail } from './log-file.ts';
import type { RunningServer } from './postgres.ts';
import { redisServer } from './redis-package.ts';
import { ensureSecret } from './secret-file.ts';
import { spawnTied } from './spawn-tied.ts';
import type { TiedProcess } from './spawn-tied.ts';

export interface StartRedisOptions {
  /** Holds its configuration (with the password, 0600), data and log; a temporary folder, removed by `stop`, when absent. */
  dataDir?: string;
  /** Chosen by the system when absent. */
  port?: number;
  /** Keep data over a restart (append-only file). Default: no. */
  appendOnly?: boolean;
  /** Log file; `<dataDir>/redis.log` when absent. */
  log?: string;
  /** Whose PATH is searched for redis-server. */
  env?: Environment;
  /** How long a start may take, loading included (30,000 ms). */
  deadlineMs?: number;
}

/**
 * Finds redis-server, and installs it with the system's package manager when it is missing.
 *
 * @param say - told in one sentence when something is installed; standard error when absent
 * @returns its absolute path
 * @throws with the command to run by hand
 */
export function ensureRedisServer(
  env: Environment = {},
  say: (line: string) => void = (line) => process.stderr.write(`${line}\n`),
): Promise<string> {
  return ensureInstalled(redisServer, say, env);
}

/**
 * Starts Redis on 127.0.0.1 with a password of its own and BullMQ's memory policy (`noeviction`).
 *
 * @throws with the server's last words when it does not come up
 */
export async function startRedis(options: StartRedisOptions = {}): Promise<RunningServer> {
  const command = await ensureRedisServer(options.env);
  const dataDir = options.dataDir === undefined ? await makeTemporary() : resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const log = resolve(options.log ?? join(dataDir, 'redis.log'));
  // The same over restarts: services keep the URL that they were given.
  const password = await ensureSecret(join(dataDir, 'password'));
  const deadline = Date.now() + (options.deadlineMs ?? 30_000);

  for (;;) {
    const port = options.port || (await freePort());
    const config = join(dataDir, 'redis.conf');
    await writeFile(
      config,
      configuration({ port, password, dataDir, appendOnly: options.appendOnly ?? false }),
      {
        mode: 0o600,
      },
    );
    const before = logSize(log);
    const server = spawnTied({
      command,
      args: [config],
      env: { PATH: systemPath, LC_ALL: 'C' },
      output: { file: log },
      // Launcher gone: the services stop meanwhile; what they still say to Redis may be lost.
      orphanSteps: [
        [3, 'TERM'],
        [5, 'KILL'],
      ],
    });
    const url = `redis://:${password}@127.0.0.1:${port}`;
    try {
      await answers(url, server, deadline);
      return {
        url,
        port,
        pid: server.pid,
        exited: server.exited,
        stop: async () => {
          await server.stop('SIGTERM', 5_000);
          if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
        },
      };
    } catch (cause) {
      await server.stop('SIGTERM', 2_000);
      const words = logTail(log, before);
      // A port that we chose may have been taken meanwhile.
      if (!options.port && words.includes('in use') && Date.now() < deadline) continue;
      throw new Error(`Redis did not start: ${words}`, { cause });
    }
  }
}

function makeTemporary(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'cardmill-redis-'));
}

function configuration(given: {
  port: number;
  password: string;
  dataDir: string;
  appendOnly: boolean;
}): string {
  return [
    'bind 127.0.0.1',
    `port ${given.port}`,
    'protected-mode yes',
    `requirepass ${given.password}`,
    `dir ${JSON.stringify(given.dataDir)}`,
    'daemonize no',
    'logfile ""',
    // BullMQ's data is no cache: nothing of it may be evicted.
    'maxmemory-policy noeviction',
    `appendonly ${given.appendOnly ? 'yes' : 'no'}`,
    'appendfsync everysec',
    // No snapshots: they fork, and with them a full disk would make Redis refuse writes.
    'save ""',
    '',
  ].join('\n');
}

/** Waits until the server has loaded its data and answers; rejects when it ends or the time is up. */
async function answers(url: string, server: TiedProcess, deadline: number): Promise<void> {
  for (;;) {
    const redis = new Redis(url, {
      lazyConnect: true,
      retryStrategy: null,
      maxRetriesPerRequest: 0,
      connectTimeout: 1_000,
      commandTimeout: 1_000,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      await redis.ping();
      return;
    } catch (cause) {
      if (server.ended() !== undefined) throw new Error('the server ended', { cause });
      if (Date.now() > deadline) throw new Error('the server does not answer', { cause });
    } finally {
      redis.disconnect();
    }
    await sleep(30);
  }
}
