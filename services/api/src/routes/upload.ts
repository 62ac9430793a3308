import { UploadBefore, UploadReply } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import type { Response } from 'express';
import { z } from 'zod';

import { defineRoute } from '../http/route.ts';
import { fieldsOfNamed, namedBatch, openDestination } from '../upload/destination.ts';
import { UploadAborted } from '../upload/multipart.ts';
import { receiveUpload } from '../upload/upload.ts';
import { BatchParams } from './params.ts';

const Files = z.object({
  files: z
    .array(z.string())
    .meta({ description: 'JPEG, PNG, TIFF or WebP files, any number; after all fields' }),
});
const before = z
  .string()
  .optional()
  .meta({
    description:
      'a JSON array with the names of files that come later in the drawer: the cards are put in front of the first that is there. For whoever sends several requests at once',
    contentMediaType: 'application/json',
    contentSchema: z.toJSONSchema(UploadBefore, { target: 'draft-2020-12' }),
  });
const IntoBatch = Files.extend({ before });
const Form = Files.extend({
  batch: z.string().optional().meta({ description: 'append to this draft' }),
  title: z.string().optional().meta({ description: 'or make a draft of this title' }),
  station: z.string().optional(),
  before,
});

const replies = {
  201: { description: 'What became of each file', schema: UploadReply },
  422: { description: 'Nothing was accepted and no batch was named: no batch is made', schema: UploadReply },
};
const problems = [
  'field_after_file',
  'multipart_broken',
  'not_multipart',
  'batch_not_found',
  'batch_started',
  'batch_deleted',
  'storage_unavailable',
  'storage_full',
] as const;

export const upload = defineRoute({
  method: 'post',
  path: '/api/v1/upload',
  summary: 'Takes files into a draft, which is made when a title is given.',
  stream: { 'multipart/form-data': Form },
  replies: { ...replies },
  problems,
  async handle({ api, req, res }) {
    let named = false;
    const reply = await untilAborted(
      receiveUpload(api, req, (fields) => {
        named = 'batch' in fields;
        return openDestination(api, fields);
      }),
    );
    if (reply !== null) answer(res, reply, named);
  },
});

export const uploadInto = defineRoute({
  method: 'post',
  path: '/api/v1/batches/{batch}/files',
  summary: 'Takes files into this draft.',
  params: BatchParams,
  stream: { 'multipart/form-data': IntoBatch },
  replies: { 201: replies[201] },
  problems,
  async handle({ api, params, req, res }) {
    const destination = await namedBatch(api, params.batch);
    const reply = await untilAborted(
      receiveUpload(api, req, async (fields) => ({ ...destination, before: fieldsOfNamed(fields).before })),
    );
    if (reply !== null) answer(res, reply, true);
  },
});

function answer(res: Response, reply: UploadReply, named: boolean): void {
  // Sent again after the start the same files are duplicates; new ones alone have no place there.
  const late = reply.files.filter((file) => file.code === 'batch_started').length;
  if (late > 0 && reply.accepted + reply.duplicates === 0) throw new ProblemError('batch_started');
  if (reply.accepted + reply.duplicates > 0 || named) {
    res.status(201).json(reply);
    return;
  }
  res.status(422).json(reply);
}

/** Null when the sender is gone: there is nobody to answer. */
export async function untilAborted<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UploadAborted) return null;
    throw error;
  }
}
