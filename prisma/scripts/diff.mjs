// Prints the SQL from the migrations (or `--from-empty`) to schema.prisma: the start of the next migration.
// Needs a scratch database: DATABASE_URL=… npx tsx --conditions=source scripts/diff.mjs [--from-empty]
import { readFile } from 'node:fs/promises';

import { readMigrations } from '../src/migrate.ts';
import { withSchemaEngine } from '../src/schema-engine.ts';

const { stdout } = await withSchemaEngine(process.env.DATABASE_URL, async (engine) =>
  engine.diff({
    from: process.argv.includes('--from-empty')
      ? { tag: 'empty' }
      : { tag: 'migrations', ...(await readMigrations()) },
    to: {
      tag: 'schemaDatamodel',
      files: [
        {
          path: 'schema.prisma',
          content: await readFile(new URL('../schema.prisma', import.meta.url), 'utf8'),
        },
      ],
    },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  }),
);
process.stdout.write(stdout ?? '');
