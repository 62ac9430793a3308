import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
 * The engine is there for the length of `use`.
 */
export async function withSchemaEngine<T>(
  url: string,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await load();
  const opened: { dispose(): Promise<void> }[] = [];
  const factory = wholeScripts(new PrismaPg({ connectionString: url, max: 2 }), (adapter) =>
    opened.push(adapter),
  );
  const engine = await bindings.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await use(engine);
  } finally {
    engine.free();
    // Freeing leaves the connections open, and with them the engine's own lock: the next one would wait 10 s for it.
    await Promise.all(opened.map((adapter) => adapter.dispose()));
  }
}

// The package binds itself to one instance per process: a second one would pull it away under the first.
let loaded: Promise<void> | undefined;

function load(): Promise<void> {
  loaded ??= instantiate();
  return loaded;
}

async function instantiate(): Promise<void> {
  // Not import.meta.resolve: vitest's global set-up, which migrates the tests' template, has none.
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = join(dirname(script), 'schema_engine_bg.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': { ...bindings },
  });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

/**
 * The adapter cuts a script at every semicolon, also inside a function's body or a comment. PostgreSQL's simple query
 * protocol takes a whole script, in one transaction.
 */
function wholeScripts(
  factory: PrismaPg,
  onOpen: (adapter: { dispose(): Promise<void> }) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await connect();
      onOpen(adapter);
      return Object.assign(adapter, {
        executeScript: async (script: string): Promise<void> => {
          await adapter.underlyingDriver().query(script);
        },
      });
    },
  });
}
