import { readFile } from 'node:fs/promises';

import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

// Node has it; the type packages for Node 20 only name its types.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/**
 * Prisma's schema engine as WebAssembly, over the same driver as the client. The native engine of the CLI would be
 * downloaded first; this one comes with a package and writes `_prisma_migrations` exactly as `migrate deploy` does.
 * The caller frees it.
 */
export async function createSchemaEngine(url: string): Promise<SchemaEngine> {
  const file = new URL(
    'schema_engine_bg.wasm',
    import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'),
  );
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
  const adapter = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg({ connectionString: url })));
  return bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/**
 * The adapter cuts a script at every semicolon, also inside a function's body or a comment. PostgreSQL's simple query
 * protocol takes a whole script, in one transaction.
 */
function wholeScripts(factory: PrismaPg): SqlMigrationAwareDriverAdapterFactory {
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await connect();
      return Object.assign(adapter, {
        executeScript: async (script: string): Promise<void> => {
          await adapter.underlyingDriver().query(script);
        },
      });
    },
  });
}
