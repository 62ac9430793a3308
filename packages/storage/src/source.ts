import { createHash } from 'node:crypto';
import { addAbortSignal, finished, pipeline, Readable, Transform } from 'node:stream';

import type { StoredObject } from './port.ts';

/** The body of a put on its way in. */
export interface Source {
  /** the body's bytes */
  stream: Readable;
  /** valid once the stream has ended */
  stored(): StoredObject;
  /** Why the put failed when that was not storage: the signal's reason or the body's own error. */
  blame(): { reason: unknown } | undefined;
  /** Destroys the stream and the body; for a put that failed. */
  close(): void;
}

/** Counts and hashes a body while it streams by; nothing is held back, so back-pressure reaches the body. */
export function openSource(body: Readable | Uint8Array, signal?: AbortSignal): Source {
  const source = body instanceof Uint8Array ? Readable.from([body], { objectMode: false }) : body;
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  let failure: { reason: unknown } | undefined;
  // Registered before the pipeline: a body that fails is seen here while our stream is still whole. When the
  // reader gives up, our stream dies first and the body's end is a consequence, not a cause.
  finished(source, { writable: false }, (error) => {
    if (error && !stream.destroyed) failure = { reason: error };
  });
  if (signal) addAbortSignal(signal, stream);
  // Errors reach the reader through `stream`, which pipeline destroys with them.
  pipeline(source, stream, () => undefined);
  return {
    stream,
    stored: () => ({ size, sha256: hash.digest('hex') }),
    blame: () => (signal?.aborted ? { reason: signal.reason } : failure),
    close() {
      stream.destroy();
      source.destroy();
    },
  };
}
