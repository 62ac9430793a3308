import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { problemOf } from './api.ts';
import type { Api } from './api.ts';

/** Saves a reply to a file, whole or not at all: it takes its name when its last byte is there. */
export async function download(api: Api, path: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.part`;
  try {
    await api.patiently(async () => {
      const response = await fetch(`${api.origin}${path}`, { signal: api.signal });
      if (!response.ok || response.body === null) throw problemOf(response.status, await response.text());
      await pipeline(Readable.fromWeb(response.body), createWriteStream(fresh));
    });
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}
