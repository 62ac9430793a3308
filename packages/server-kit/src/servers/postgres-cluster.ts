import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { systemPath } from './install.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { giveTo } from './postgres-user.ts';
import type { PostgresUser } from './postgres-user.ts';
import { ensureSecret } from './secret-file.ts';

const run = promisify(execFile);

/** Owner of the cluster and name of its one database. */
export const databaseUser = 'cardmill';

/** Only what PostgreSQL needs: PGDATA, LANG and friends of the caller must not reach it. */
export const postgresEnv = { PATH: systemPath, LC_ALL: 'C', TZ: 'UTC' };

/** A cluster that is there to be started. */
export interface Cluster {
  folder: string;
  password: string;
}

/**
 * Makes the cluster and its password in a data folder the first time, and finds them afterwards.
 *
 * @throws with initdb's words when it fails
 */
export async function ensureCluster(
  dataDir: string,
  binaries: PostgresBinaries,
  runAs: PostgresUser,
): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const password = await ensureSecret(join(dataDir, 'password'));
  const folder = join(dataDir, 'cluster');
  if (!existsSync(folder)) {
    // Made aside and moved: an initdb that was killed half-way is simply done again.
    const nursery = join(dataDir, 'cluster.new');
    await rm(nursery, { recursive: true, force: true });
    await mkdir(nursery, { mode: 0o700 });
    await giveTo(nursery, runAs.owner);
    await initialise({ dataDir, nursery, password, binaries, runAs });
    await rename(nursery, folder);
  }
  await giveTo(folder, runAs.owner);
  return { folder, password };
}

async function initialise(given: {
  dataDir: string;
  nursery: string;
  password: string;
  binaries: PostgresBinaries;
  runAs: PostgresUser;
}): Promise<void> {
  const { nursery, binaries, runAs } = given;
  const pwfile = join(given.dataDir, 'password.initdb');
  await writeFile(pwfile, given.password, { mode: 0o600 });
  if (process.getuid?.() === 0) await chown(pwfile, runAs.owner.uid, runAs.owner.gid);
  const [file = '', ...args]: readonly string[] = [
    ...runAs.prefix,
    binaries.initdb,
    `--pgdata=${nursery}`,
    `--username=${databaseUser}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    // Never left to the environment: an empty one gives SQL_ASCII.
    '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8, so that sorting and lower() do not depend on the system's locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    await run(file, args, { env: postgresEnv, timeout: 120_000 });
  } catch (cause) {
    const words = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : '';
    throw new Error(`initdb failed: ${words}`, { cause });
  } finally {
    await rm(pwfile, { force: true });
  }
}
