import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { spawnTied } from '@cardmill/server-kit/servers';

import { withoutWorkers } from '../config.ts';
import type { DataFolder } from './data-folder.ts';
import { logTail } from './log-tail.ts';
import { startService } from './service.ts';
import type { Service } from './service.ts';
import { supervise } from './supervisor.ts';
import type { Supervised } from './supervisor.ts';

export interface ServicesOptions {
  /** Folder of the built workspaces. */
  root: string;
  folder: DataFolder;
  databaseUrl: string;
  redisUrl: string;
  /** What services inherit besides their addresses. */
  env: Readonly<Record<string, string | undefined>>;
  say: (line: string) => void;
  onUp: () => void;
}

const migrateMs = 5 * 60_000;

/**
 * glibc's malloc hands freed images back to the system at once, instead of keeping them in the arenas of all threads:
 * a worker held 512 MiB after 90 cards without (docs/decisions/worker.md). Ignored where malloc is another.
 */
const THRIFTY_MALLOC = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/**
 * V8 starts marking its heap anew for every 64 MB of pixels that come and go, with four threads: nearly half of a large card's
 * imaging (623 ms of CPU, and 359 with these flags: docs/decisions/worker.md). All at once and by one thread a small heap is done in no time.
 * And a worker says itself when the pixels of a card's imaging are done with (`freePixels`).
 */
const SIMPLE_GC = ['--no-incremental-marking', '--single-threaded-gc', '--expose-gc'];

/** Brings the database to the newest schema, in a process of its own as compose does. */
export async function migrateDatabase(options: ServicesOptions): Promise<void> {
  const log = join(options.folder.logs, 'migrate.log');
  const child = spawnTied({
    command: process.execPath,
    args: [join(options.root, 'prisma/dist/main.js')],
    env: serviceEnv(options, withoutWorkers(options.env)),
    output: { file: log },
  });
  const late = setTimeout(() => child.kill('SIGKILL'), migrateMs);
  const exit = await child.exited;
  clearTimeout(late);
  if (exit.code !== 0) throw new Error(`the database could not be migrated\n${await lastWords(log)}`);
}

/** Starts one of our services and keeps it running. `name` is also that of its log. */
export function superviseService(
  name: string,
  which: 'api' | 'notifier' | 'ocr-worker',
  options: ServicesOptions,
): Supervised<Service> {
  const log = join(options.folder.logs, `${name}.log`);
  const supervised = supervise({
    name,
    start: () =>
      startService({
        root: options.root,
        entry: `services/${which}/dist/main.js`,
        flags: which === 'ocr-worker' ? SIMPLE_GC : [],
        log,
        env:
          which === 'ocr-worker'
            ? serviceEnv(options, { ...THRIFTY_MALLOC, ...options.env })
            : serviceEnv(options, withoutWorkers(options.env)),
        portVariable: which === 'ocr-worker' ? 'OPS_PORT' : 'PORT',
        // A worker hands its card back, an API lets an upload in hand end.
        stopMs: which === 'notifier' ? 10_000 : 20_000,
      }),
    onUp: options.onUp,
    say: options.say,
  });
  return {
    ...supervised,
    givenUp: supervised.givenUp.then(
      async (err) => new Error(`${err.message}\n${await lastWords(log)}`, { cause: err }),
    ),
  };
}

function serviceEnv(
  options: ServicesOptions,
  env: ServicesOptions['env'],
): Record<string, string | undefined> {
  return {
    ...env,
    NODE_ENV: 'production',
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    STORE: pathToFileURL(options.folder.objects).href,
  };
}

async function lastWords(log: string): Promise<string> {
  const words = await logTail(log);
  return words === '' ? `It wrote nothing to ${log}.` : `The end of ${log}:\n${words}`;
}
