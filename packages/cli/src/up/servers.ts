import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { startPostgres, startRedis } from '@cardmill/server-kit/servers';
import type { Environment, RunningServer } from '@cardmill/server-kit/servers';

import type { DataFolder } from './data-folder.ts';
import { supervise } from './supervisor.ts';
import type { Supervised } from './supervisor.ts';

export interface ServersOptions {
  folder: DataFolder;
  /** The data is thrown away afterwards. */
  temporary: boolean;
  env: Environment;
  say: (line: string) => void;
  onUp: () => void;
}

/** A server under supervision; it keeps its port, and so its URL, over restarts. */
export interface Server extends Supervised<RunningServer> {
  url: string;
}

/** PostgreSQL, the truth. A start that fails is told at once: waiting does not cure a full disk. */
export async function superviseServer(
  which: 'PostgreSQL' | 'Redis',
  options: ServersOptions,
): Promise<Server> {
  const { folder, say } = options;
  const start = (port?: number) =>
    which === 'PostgreSQL' ? openPostgres(options, port) : openRedis(options, folder, port);
  const initial = await start();
  const supervised = supervise({
    name: which,
    start: () => start(initial.port),
    initial,
    onUp: options.onUp,
    say,
  });
  return { ...supervised, url: initial.url };
}

function openPostgres(options: ServersOptions, port: number | undefined): Promise<RunningServer> {
  const { folder, temporary, env } = options;
  return startPostgres({
    dataDir: folder.postgres,
    log: join(folder.logs, 'postgres.log'),
    settings: {
      // One pool for each service and worker.
      max_connections: '200',
      ...(temporary ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    },
    env,
    ...(port === undefined ? {} : { port }),
  });
}

/**
 * Redis holds hints and doorbells only: when it cannot read its own file (a disk that was full, a power
 * cut), that file is put aside and it begins anew, which costs a moment and no card.
 */
async function openRedis(
  options: ServersOptions,
  folder: DataFolder,
  port: number | undefined,
): Promise<RunningServer> {
  const settings = {
    dataDir: folder.redis,
    log: join(folder.logs, 'redis.log'),
    appendOnly: true,
    env: options.env,
    ...(port === undefined ? {} : { port }),
  };
  try {
    return await startRedis(settings);
  } catch (err) {
    const file = join(folder.redis, 'appendonlydir');
    const aside = `${file}.unreadable`;
    const unreadable = err instanceof Error && /append only file|appendonly|AOF/i.test(err.message);
    if (!unreadable) throw err;
    await rename(file, `${aside}-${Date.now()}`);
    options.say(`Redis could not read its file, which is now ${aside}-*; it starts anew. No card is lost.`);
    return startRedis(settings);
  }
}
