import { randomUUID } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { UploadReply } from '@cardmill/contracts';
import type { FileEntry } from '@cardmill/contracts';

import type { CardFile } from '../cards/collect.ts';
import { problemOf } from './api.ts';
import type { Api } from './api.ts';
import { FileUnreadable, multipart } from './multipart.ts';

export interface UploadOptions {
  api: Api;
  /** Name of a draft. */
  batch: string;
  /** In the order of the batch. */
  files: readonly CardFile[];
  /** Told about each file, in order, when the server has said what became of it. */
  onEntry: (file: CardFile, entry: FileEntry) => void;
  /** Told about a file that could not be read here; it is left out. */
  onUnreadable: (file: CardFile, message: string) => void;
}

// Small enough that little is sent twice when the line breaks.
const filesPerRequest = 20;
// A dead line ends the request after this silence; a slow one never does.
const silenceMs = 5 * 60_000;

/**
 * Sends files into a draft, a few in each request and one request after the other, so that the batch has
 * their order. A request that broke off is sent again whole: what had arrived is answered `duplicate`,
 * with the same card.
 *
 * @throws ApiProblem when the server refuses the batch; ServerAway when it is away for too long
 */
export async function uploadFiles(options: UploadOptions): Promise<void> {
  const { api, batch, onEntry, onUnreadable } = options;
  let left = options.files;
  while (left.length > 0) {
    const group = left.slice(0, filesPerRequest);
    try {
      const reply = await api.patiently(() => send(api, batch, group));
      // One entry for each file, in the order they were sent.
      for (const [index, file] of group.entries()) {
        const entry = reply.files[index];
        if (entry === undefined) throw new Error(`${api.origin} did not say what became of ${file.name}`);
        onEntry(file, entry);
      }
      left = left.slice(group.length);
    } catch (err) {
      if (!(err instanceof FileUnreadable)) throw err;
      onUnreadable(err.file, err.message);
      left = left.filter((file) => file !== err.file);
    }
  }
}

async function send(api: Api, batch: string, files: readonly CardFile[]): Promise<UploadReply> {
  const boundary = `cardmill-${randomUUID()}`;
  const url = new URL(`${api.origin}/api/v1/batches/${encodeURIComponent(batch)}/files`);
  // Not fetch: it ends a request whose answer begins 300 s after the first byte, slow line or not.
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    signal: api.signal,
    timeout: silenceMs,
  });
  request.on('timeout', () => request.destroy(Object.assign(new Error('silence'), { code: 'ECONNRESET' })));
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response
        .toArray()
        .then(
          (chunks: Buffer[]) =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          reject,
        );
    });
  });
  let broken: unknown;
  const sent = pipeline(Readable.from(multipart(files, boundary)), request).catch((err: unknown) => {
    broken = err;
  });
  try {
    const { status, text } = await answered;
    if (status !== 201) throw problemOf(status, text);
    return UploadReply.parse(JSON.parse(text));
  } catch (err) {
    // Refused before all of it was sent: nobody takes the rest.
    request.destroy();
    await sent;
    throw broken instanceof FileUnreadable ? broken : err;
  }
}
