import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { cleanFilename, type FileEntry, pageFilename, PROBLEMS, type UploadReply } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';

import type { Api } from '../deps.ts';
import { receiveMultipart, UploadAborted } from './multipart.ts';
import { takeFile } from './take-file.ts';

/** Where the files of an upload go. Resolved from the form's fields before the first file. */
export interface Destination {
  /** Its name, null while there is none. */
  name(): string | null;
  /** The key of the batch; a new draft is made at the first call. */
  batchId(): Promise<string>;
  /** Cards of the batch in front of which the new ones belong. */
  readonly before: readonly string[];
  /** The request ended in a problem: its sender never learns the name of a draft that was made for it. */
  forget(): Promise<void>;
}

/**
 * Takes any number of files into one batch, one after the other. A bad file is an entry, not an error.
 * @throws ProblemError for the request as a whole; what was accepted into a named batch stays
 */
export async function receiveUpload(
  api: Api,
  req: IncomingMessage,
  open: (fields: Readonly<Record<string, string>>) => Promise<Destination>,
): Promise<UploadReply> {
  const files: FileEntry[] = [];
  const count = (outcome: FileEntry['outcome']) => files.filter((file) => file.outcome === outcome).length;
  let destination: Destination | undefined;
  try {
    await receiveMultipart(req, {
      async onFields(fields) {
        destination = await open(fields);
      },
      async onFile(name, body) {
        if (destination === undefined) throw new Error('a file came before the fields');
        const entry = await takeEntry(api, destination, name, body);
        if (entry === null) return;
        files.push(entry);
        api.metrics.files.inc({ outcome: entry.outcome, code: entry.code ?? '' });
        const batch = destination.name();
        if (entry.outcome === 'accepted' && batch !== null) {
          api.hints.changed(batch);
          api.ring();
        }
      },
    });
  } catch (error) {
    // Of an upload that broke off a person sees the draft with what arrived, and can go on with it.
    if (!(error instanceof UploadAborted) || count('accepted') === 0) {
      await destination?.forget().catch((err: unknown) => req.log.warn({ err }, 'draft is left'));
    }
    throw error;
  }
  if (count('accepted') === 0) await destination?.forget();
  return {
    batch: destination?.name() ?? null,
    files,
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    rejected: count('rejected'),
  };
}

/** @returns null for the empty part that a browser sends for a file input in which nothing was chosen */
async function takeEntry(
  api: Api,
  destination: Destination,
  name: string,
  body: Readable,
): Promise<FileEntry | null> {
  const filename = cleanFilename(name);
  const taken = await takeFile(api, body, {
    filename,
    batchId: () => destination.batchId(),
    accept: (intentId, file, pages) =>
      api.db.acceptFile(intentId, file, pageNames(filename, pages), destination.before),
  });
  if (name === '' && taken.outcome === 'rejected' && taken.code === 'empty_file') return null;
  const entry = { filename, ...(name === filename ? {} : { originalName: name }), outcome: taken.outcome };
  switch (taken.outcome) {
    case 'accepted':
      return {
        ...entry,
        cardId: taken.cardId,
        ...(taken.duplicateOf === null ? {} : { duplicateOf: taken.duplicateOf }),
      };
    case 'duplicate':
      return { ...entry, cardId: taken.cardId };
    case 'rejected':
      // Nobody can put anything into it any more: the rest of the request need not be read.
      if (taken.code === 'batch_deleted') throw new ProblemError('batch_deleted');
      return {
        ...entry,
        code: taken.code,
        message: 'message' in taken ? taken.message : PROBLEMS[taken.code].title,
      };
  }
}

export const pageNames = (filename: string, pages: number): string[] =>
  pages === 1 ? [filename] : Array.from({ length: pages }, (_, i) => pageFilename(filename, i + 1));
