import { createReadStream } from 'node:fs';

import type { CardFile } from '../cards/collect.ts';

/** A file could not be read to its end: a matter of this machine, not of the line. */
export class FileUnreadable extends Error {
  readonly code = 'file_unreadable';
  readonly file: CardFile;

  constructor(file: CardFile, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'FileUnreadable';
    this.file = file;
  }
}

/**
 * The body of a multipart upload, read from disk as it is asked for, one file after the other.
 *
 * @param boundary - must not occur in any file: make it random
 */
export async function* multipart(files: readonly CardFile[], boundary: string): AsyncGenerator<Buffer> {
  for (const file of files) {
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="files"; ${nameParameter(file.name)}\r\n` +
        'content-type: application/octet-stream\r\n\r\n',
    );
    try {
      for await (const chunk of createReadStream(file.path, { highWaterMark: 256 * 1024 })) yield chunk;
    } catch (cause) {
      throw new FileUnreadable(file, cause);
    }
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

/** UTF-8 as browsers send it; names that would end the quotation are percent-encoded (RFC 5987). */
function nameParameter(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return `filename="${name}"`;
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `filename*=UTF-8''${encoded}`;
}
