import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../web/dist/', import.meta.url));
/** As sent: what people on a slow line wait for before they can drop the first image. */
const MOST_BYTES = 250_000;

const script = (name: string): string => readFileSync(`${DIST}assets/${name}`, 'utf8');

/** A script and all that it cannot begin without. */
function withImports(name: string, all: Set<string>): Set<string> {
  if (all.has(name)) return all;
  all.add(name);
  for (const [, imported = ''] of script(name).matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g))
    withImports(imported, all);
  return all;
}

it('the upload page needs at most 250 kB of compressed script, and neither zoom nor patterns', () => {
  const html = readFileSync(`${DIST}index.html`, 'utf8');
  const all = new Set<string>();
  for (const [, path = ''] of html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g))
    withImports(basename(path), all);
  expect(all.size).toBeGreaterThan(1);
  const page = readdirSync(`${DIST}assets`).find((name) => /^upload-page-.*\.js$/.test(name));
  withImports(page ?? 'upload-page', all);
  expect([...all].filter((name) => /^(?:zoom|patterns)-/.test(name))).toEqual([]);
  const bytes = [...all].reduce((sum, name) => sum + gzipSync(script(name)).length, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
