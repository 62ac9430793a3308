import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';

import { slugify } from '@cardmill/contracts';

/** One file to write when the batch has ended. */
export interface Output {
  path: string;
  format: 'csv' | 'json';
}

/**
 * Resolves `--out`, which may be given several times.
 *
 * @throws when an ending is neither .csv nor .json: known before hours of reading, not after
 */
export function parseOutputs(outs: readonly string[], from: string): Output[] {
  return outs.map((out) => {
    const path = resolve(from, out);
    switch (extname(path).toLowerCase()) {
      case '.csv':
        return { path, format: 'csv' };
      case '.json':
        return { path, format: 'json' };
      default:
        throw new Error(`--out ${out}: the name must end in .csv or .json`);
    }
  });
}

/**
 * Makes the folders of the outputs and sees that they can be written.
 *
 * @throws now rather than when everything has been read
 */
export async function checkOutputs(outputs: readonly Output[]): Promise<void> {
  for (const { path } of outputs) {
    try {
      await mkdir(dirname(path), { recursive: true });
      await access(dirname(path), constants.W_OK);
    } catch (cause) {
      throw new Error(`--out ${path}: nothing can be written there`, { cause });
    }
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory() === true) throw new Error(`--out ${path}: this is a folder`);
  }
}

/** Where the result goes when nobody said: beside the person, and over no file that is there. */
export async function defaultOutput(
  title: string,
  folder: string,
  format: Output['format'],
): Promise<Output> {
  const stem = slugify(title, 'cards');
  for (let n = 1; ; n += 1) {
    const path = join(folder, n === 1 ? `${stem}.${format}` : `${stem}-${n}.${format}`);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (!isThere) return { path, format };
  }
}

/** The address that gives an output's content. */
export function outputPath(batch: string, format: Output['format']): string {
  const path = `/api/v1/batches/${encodeURIComponent(batch)}`;
  switch (format) {
    case 'csv':
      return `${path}/export?format=csv`;
    case 'json':
      return `${path}/results?include=words`;
    default:
      return format satisfies never;
  }
}
