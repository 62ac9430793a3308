import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { findRunningPostgres, spawnTied, startPostgres } from '@cardmill/server-kit/servers';

import { inheritedEnv, resolveSettings } from '../config.ts';
import type { Flags, Surroundings } from '../config.ts';
import type { Terminal } from '../terminal.ts';
import { openDataFolder } from '../up/data-folder.ts';
import type { DataFolder } from '../up/data-folder.ts';
import { DataFolderBusy, lockDataFolder } from '../up/data-lock.ts';
import { migrateDatabase } from '../up/services.ts';
import type { StopRequests } from '../up/stop-signals.ts';

/**
 * `cardmill audit`: objects against rows, of a data folder, running or not, or of the database and the storage that the
 * environment names as it does for the API. Returns the exit status: 0 clean, 2 findings, 1 could not look.
 */
export async function audit(
  flags: Pick<Flags, 'data'>,
  around: Surroundings,
  terminal: Terminal,
  stops: StopRequests,
): Promise<number> {
  const { dataDir } = resolveSettings(flags, around);
  const env = inheritedEnv(around.env);
  // A DATABASE_URL lying around does not win over a folder that somebody named.
  if (dataDir === undefined && around.env['DATABASE_URL']) return look(around.root, around.env, stops);
  const dir = dataDir ?? join(around.root, 'data');
  if (!existsSync(join(dir, 'format'))) {
    throw new Error(
      `there is no Cardmill in ${dir}; name its folder with --data, or set DATABASE_URL and STORE`,
    );
  }
  const folder = await openDataFolder(dir);
  return withDatabase(folder, around, terminal, (databaseUrl) =>
    look(
      around.root,
      { ...env, DATABASE_URL: databaseUrl, STORE: pathToFileURL(folder.objects).href },
      stops,
    ),
  );
}

/** Uses the database of the Cardmill that runs on the folder, else starts it for this alone. */
async function withDatabase(
  folder: DataFolder,
  around: Surroundings,
  terminal: Terminal,
  work: (databaseUrl: string) => Promise<number>,
): Promise<number> {
  let lock;
  try {
    lock = await lockDataFolder(folder.dir);
  } catch (err) {
    if (!(err instanceof DataFolderBusy)) throw err;
    const running = await findRunningPostgres(folder.postgres);
    if (running === null) throw err;
    return work(running);
  }
  try {
    terminal.say(`Starting PostgreSQL on ${folder.dir}`);
    const log = join(folder.logs, 'postgres.log');
    const postgres = await startPostgres({ dataDir: folder.postgres, log, env: around.env });
    try {
      lock.tell({ children: [postgres.pid] });
      const env = inheritedEnv(around.env);
      const nothing = { say: terminal.say, onUp: () => undefined, redisUrl: '' };
      await migrateDatabase({ ...nothing, root: around.root, folder, databaseUrl: postgres.url, env });
      return await work(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await lock.release();
  }
}

/** The API's own audit, as compose runs it, in a process of its own. */
async function look(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  stops: StopRequests,
): Promise<number> {
  const child = spawnTied({
    command: process.execPath,
    args: ['--enable-source-maps', join(root, 'services/api/dist/audit-main.js')],
    env,
    output: 'inherit',
  });
  const stop = (): void => void child.kill('SIGTERM');
  stops.signal.addEventListener('abort', stop, { once: true });
  if (stops.signal.aborted) stop();
  const { code } = await child.exited;
  stops.signal.removeEventListener('abort', stop);
  return code ?? 1;
}
