import { addAbortSignal, pipeline, type Readable, Transform } from 'node:stream';

import { ObjectTooLarge, StorageUnavailable } from './errors.ts';
import type { ObjectStore } from './port.ts';

/**
 * What `get` hands out: the raw bytes with storage errors in place of a library's, and a failure in place of an
 * early end (a cut connection must not look like a short image).
 */
export function openContent(
  raw: Readable,
  expected: {
    key: string;
    size: number;
    signal?: AbortSignal | undefined;
    toError: (error: unknown) => unknown;
  },
): Readable {
  const { key, size, signal, toError } = expected;
  let seen = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      if (seen === size) return done();
      done(new StorageUnavailable(`object ${key} ended after ${seen} of ${size} bytes`));
    },
    // Whatever the reason, the reader learns of it here, so this is the one place to translate.
    destroy(error, done) {
      if (error === null) return done(null);
      const reason = signal?.aborted ? signal.reason : toError(error);
      done(reason instanceof Error ? reason : new Error('reading was aborted', { cause: reason }));
    },
  });
  if (signal) addAbortSignal(signal, stream);
  // Errors reach the reader through `stream`; a reader that stops early closes the raw stream.
  pipeline(raw, stream, () => undefined);
  return stream;
}

/** `ObjectStore.read` for any store that has `get`. */
export async function readWhole(
  get: ObjectStore['get'],
  key: string,
  options: { signal?: AbortSignal | undefined; maxBytes: number },
): Promise<Buffer> {
  const { stream, size } = await get(key, { signal: options.signal });
  if (size > options.maxBytes) {
    stream.destroy();
    throw new ObjectTooLarge(key, size, options.maxBytes);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
