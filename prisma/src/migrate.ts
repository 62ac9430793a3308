import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { MigrationList } from '@prisma/schema-engine-wasm';
import pg from 'pg';

import { withSchemaEngine } from './schema-engine.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);
// Any constant will do; it only has to be the same in every process that migrates.
const MIGRATION_LOCK = 7_291_104;
const WAIT_MS = 60_000;

/** The migrations as the schema engine wants them. */
export async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: fileURLToPath(MIGRATIONS),
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(new URL('migration_lock.toml', MIGRATIONS), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      folders.toSorted().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(new URL(`${path}/migration.sql`, MIGRATIONS), 'utf8'),
          },
        },
      })),
    ),
  };
}

/**
 * Brings a database to the newest schema; safe to call from several processes at once: one migrates, the others wait
 * for at most a minute.
 * @returns the names of the migrations applied by this call.
 * @throws when the database does not answer or its history differs from the folder's.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A lost connection shows as the failure of the statement in hand; without a listener it would end the process.
  lock.on('error', () => undefined);
  await lock.connect();
  try {
    await lock.query(`SET lock_timeout = ${WAIT_MS}`);
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const migrationsList = await readMigrations();
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    );
    return { applied: appliedMigrationNames };
  } finally {
    await lock.end();
  }
}
