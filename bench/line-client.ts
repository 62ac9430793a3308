import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Batch, UploadReply } from '@cardmill/contracts';

const A_REQUEST = 20;
const MOST_MS = 60 * 60_000;
/** Rarely: asking takes of the very cores that are measured. */
const LOOK_MS = 250;

/** What becomes of cards on their way through the line. */
export interface LineRun {
  readonly name: string;
  /** From the first byte sent until the last outcome was stored. */
  readonly seconds: number;
  readonly succeeded: number;
  readonly failed: number;
}

/**
 * Files through the whole line as a station sends them: uploaded twenty at a time, started, read and stored.
 * `copies` sends each so often, under other names.
 */
export async function sendThroughLine(
  url: string,
  paths: readonly string[],
  languages: string,
  copies = 1,
): Promise<LineRun> {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const reply = await fetch(`${url}/api/v1${path}`, init);
    if (!reply.ok) throw new Error(`${reply.status} ${path}: ${await reply.text()}`);
    return await reply.json();
  };
  const json = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  const started = Date.now();
  const set = { title: 'Benchmark', templateId: 'free-text', languages: languages.split('+') };
  const { name } = Batch.parse(await ask('/batches', json('POST', set)));
  const files = Array.from({ length: copies }, (_, copy) =>
    paths.map((path) => ({ path, filename: copy === 0 ? basename(path) : `${copy}-${basename(path)}` })),
  ).flat();
  for (let first = 0; first < files.length; first += A_REQUEST) {
    const form = new FormData();
    for (const { path, filename } of files.slice(first, first + A_REQUEST))
      form.append('files', await openAsBlob(path), filename);
    const reply = await ask(`/batches/${name}/files`, { method: 'POST', body: form });
    const { rejected } = UploadReply.parse(reply);
    if (rejected > 0) throw new Error(`${rejected} files were rejected`);
  }
  await ask(`/batches/${name}/start`, json('POST', {}));
  for (; Date.now() - started < MOST_MS; await sleep(LOOK_MS)) {
    const { finishedAt, counts } = Batch.parse(await ask(`/batches/${name}`));
    if (finishedAt === null) continue;
    const seconds = (Date.parse(finishedAt) - started) / 1_000;
    return { name, seconds, succeeded: counts.succeeded, failed: counts.failed };
  }
  throw new Error(`${name} did not end within an hour`);
}
