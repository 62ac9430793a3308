import { Readable } from 'node:stream';

import { ProblemError } from '@cardmill/server-kit';

/** A body whose first bytes have been looked at. */
export interface Peeked {
  head: Buffer;
  /**
   * The whole body, at most `maxBytes` of it. The body itself stays open when this is given up: its rest has to be let
   * go by. Fails with ProblemError `file_too_large`.
   */
  stream(maxBytes: number): Readable;
}

/** Reads up to `bytes` from the beginning, fewer when the body is shorter. */
export async function peek(body: Readable, bytes: number): Promise<Peeked> {
  const rest: AsyncIterator<Buffer> = body.iterator({ destroyOnReturn: false });
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < bytes) {
    const { done, value } = await rest.next();
    if (done === true) break;
    chunks.push(value);
    size += value.length;
  }
  async function* whole(maxBytes: number): AsyncGenerator<Buffer> {
    let seen = 0;
    const counted = (chunk: Buffer): Buffer => {
      seen += chunk.length;
      if (seen > maxBytes) throw new ProblemError('file_too_large');
      return chunk;
    };
    for (const chunk of chunks) yield counted(chunk);
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      yield counted(next.value);
  }
  return {
    head: Buffer.concat(chunks).subarray(0, bytes),
    stream: (maxBytes) => Readable.from(whole(maxBytes), { objectMode: false }),
  };
}
