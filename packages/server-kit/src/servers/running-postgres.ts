import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { databaseUser } from './postgres-cluster.ts';

/**
 * Address of the server that another process runs on a data folder (see `startPostgres`), from what it left there.
 *
 * @returns null when none runs; of one that was killed the address may be there still
 */
export async function findRunningPostgres(dataDir: string): Promise<string | null> {
  try {
    // PostgreSQL's own: process, folder, start, port, one a line.
    const [, , , port] = (await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
    if (port === undefined || !/^\d+$/.test(port)) return null;
    const password = (await readFile(join(dataDir, 'password'), 'utf8')).trim();
    return `postgresql://${databaseUser}:${password}@127.0.0.1:${port}/${databaseUser}`;
  } catch (err) {
    if (err instanceof Error && 'code' in err && err.code === 'ENOENT') return null;
    throw err;
  }
}
