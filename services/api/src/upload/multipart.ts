import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { ProblemError, withDeadline } from '@cardmill/server-kit';
import { Busboy, type BusboyInstance } from '@fastify/busboy';

/** The sender went away before the end: there is nobody to answer. */
export class UploadAborted extends Error {
  readonly code = 'upload_aborted';
}

export interface UploadHandlers {
  /** All form fields; called once, before the first file, or at the end when there is none. */
  onFields(fields: Readonly<Record<string, string>>): Promise<void>;
  /**
   * One file after the other. Resolves when it is done with the body, whether read to its end or not.
   * @param name as the sender wrote it, with any path in front
   */
  onFile(name: string, body: Readable): Promise<void>;
}

const LIMITS = { fields: 20, fieldSize: 10_000, headerSize: 32_768, headerPairs: 50 };

/**
 * Reads a multipart body with one file in hand at a time and back-pressure down to the socket: a chunk is parsed only
 * when all files but the last one begun are done. Piping would not do: the parser reads on whenever any file ends, so
 * a thousand small files would gather in memory.
 *
 * @throws ProblemError `not_multipart`, `multipart_broken`, `field_after_file`, `invalid_request`; what a handler
 * throws; UploadAborted. No handler runs any more when it rejects.
 */
export async function receiveMultipart(req: IncomingMessage, handlers: UploadHandlers): Promise<void> {
  const parser = openParser(req);
  const fields: Record<string, string> = {};
  let failure: { reason: unknown } | undefined;
  let stopped = false;
  const fail = (reason: unknown): void => void (failure ??= { reason });
  const stop = (reason: unknown): void => {
    fail(reason);
    stopped = true;
  };
  let last: Readable | undefined;
  // `done`: every file begun so far is done; `doneButLast`: all but the last one.
  let done = Promise.resolve();
  let doneButLast = done;

  const finished = new Promise<void>((resolve) => {
    parser.on('finish', resolve);
    parser.on('error', (cause: unknown) => {
      stop(new ProblemError('multipart_broken', { cause }));
      last?.destroy(new UploadAborted('the body broke off'));
      resolve();
    });
  });
  parser.on('field', (name, value, _nameCut, valueCut) => {
    if (last !== undefined) fail(new ProblemError('field_after_file'));
    else if (valueCut || name === undefined) fail(new ProblemError('invalid_request'));
    else fields[name] = value;
  });
  for (const event of ['fieldsLimit', 'partsLimit'] as const) {
    parser.on(event, () => fail(new ProblemError('invalid_request', { detail: 'Too many form fields.' })));
  }
  const take = async (before: Promise<void>, first: boolean, name: string, body: Readable): Promise<void> => {
    await before;
    try {
      if (!stopped && first) await handlers.onFields(fields);
      if (!stopped) await handlers.onFile(name, body);
    } catch (error) {
      stop(error);
    } finally {
      drain(body);
    }
  };
  parser.on('file', (_field, body, name) => {
    // Heard by whoever reads the body; without a listener it would end the process.
    body.on('error', () => undefined);
    // After a field that came too late: the files before it are still taken, this one is not.
    if (failure !== undefined) return drain(body);
    const first = last === undefined;
    last = body;
    doneButLast = done;
    done = take(done, first, name, body);
  });

  try {
    // Leaving the loop early must not destroy the request: its socket carries the answer.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      await write(parser, chunk);
      await doneButLast;
      if (failure !== undefined) break;
    }
  } catch (cause) {
    stop(new UploadAborted('the sender went away', { cause }));
    last?.destroy(new UploadAborted('the sender went away'));
  }
  if (failure === undefined) parser.end();
  await done;
  if (failure === undefined) await withDeadline(finished, 5_000, 'end of the multipart body');
  if (failure === undefined && last === undefined) await handlers.onFields(fields);
  // Read in the listeners above, which the compiler does not follow.
  const failed: { reason: unknown } | undefined = failure;
  if (failed !== undefined) {
    drain(req);
    throw failed.reason;
  }
}

function openParser(req: IncomingMessage): BusboyInstance {
  const contentType = req.headers['content-type'];
  if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) {
    throw new ProblemError('not_multipart');
  }
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': contentType },
      // Names are cleaned by us, in one place for every way in.
      preservePath: true,
      limits: LIMITS,
      isPartAFile: (_field, _type, name) => name !== undefined,
    });
  } catch (cause) {
    throw new ProblemError('multipart_broken', { cause });
  }
}

/** Lets the rest go by: a body nobody reads would hold up the parser, or the socket, for ever. */
export function drain(body: Readable): void {
  // An iterator that was given up still listens, and a stream that is listened to so does not flow.
  body.removeAllListeners('readable');
  body.resume();
}

/** Resolves when the parser wants more; an error of the parser is heard by its listener. */
const write = (parser: BusboyInstance, chunk: Buffer): Promise<void> =>
  new Promise((resolve) => {
    parser.write(chunk, () => resolve());
  });
