import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { createShippedModels, type ModelSource } from '@cardmill/ocr-worker';
import sharp from 'sharp';

import { machine } from './cardmill.ts';
import { nativeVersion } from './native.ts';

/** Machine and versions of everything that figures of reading depend on, in lines. */
export async function versions(
  languages: readonly string[],
  models: ModelSource = createShippedModels(),
): Promise<string> {
  const used = await Promise.all(
    [...new Set(languages)].map(async (code) => {
      const { source, sha256 } = await models.load(code);
      return `${code} ${sha256.slice(0, 12)} (${source})`;
    }),
  );
  const lines = [
    machine(),
    `tesseract.js ${installed('tesseract.js')}, core ${installed('tesseract.js-core')}; sharp ${installed('sharp')}, libvips ${sharp.versions.vips}`,
    `native: ${(await nativeVersion()) ?? 'not installed'}, OMP_THREAD_LIMIT=1, default settings, two at a time`,
    `models: ${used.join(', ')}`,
  ];
  return lines.join('  \n');
}

/** Version of a package as this workspace, or the worker, finds it. */
function installed(name: string): string {
  const worker = createRequire(import.meta.resolve('@cardmill/ocr-worker'));
  // Not by `name/package.json`: not every package exports it.
  for (let folder = dirname(worker.resolve(name)); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      if (isNamed(manifest, name)) return manifest.version;
    } catch {
      // No manifest here: it is further up.
    }
  }
  return '?';
}

function isNamed(manifest: unknown, name: string): manifest is { version: string } {
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    'name' in manifest &&
    manifest.name === name &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  );
}
