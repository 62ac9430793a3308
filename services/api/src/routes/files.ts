import {
  CardState,
  CodedError,
  codedError,
  FileEntry,
  listOf,
  ProblemCode,
  PROBLEMS,
} from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { requireBatchId } from '../batches/find.ts';
import { replaceScan } from '../files/replace.ts';
import { defineRoute } from '../http/route.ts';
import { BatchParams, CardParams } from './params.ts';
import { untilAborted } from './upload.ts';

const FilesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
  /** Position of the last card already seen; the `next` of the page before. */
  after: z.coerce.number().int().min(0).default(0),
});

/** A problem that is the file's entry as well. */
function refused(filename: string, result: { code: ProblemCode; message?: string }): ProblemError {
  const { code, message = PROBLEMS[code].title } = result;
  return new ProblemError(code, { detail: message, extra: { filename, outcome: 'rejected', message } });
}

/** A card as it stands: what the upload page shows after a reload. */
const CardEntry = z.object({
  cardId: z.uuid(),
  filename: z.string(),
  page: z.int(),
  position: z.int(),
  state: CardState,
  inspectedAt: z.iso.datetime().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  flags: z.array(z.string()),
  error: CodedError.nullable(),
});

export const listFiles = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}/files',
  summary: 'The cards of a batch in order, with state, flags and error.',
  params: BatchParams,
  query: FilesQuery,
  replies: { 200: { description: 'Cards', schema: listOf(CardEntry) } },
  problems: ['batch_not_found'],
  async handle({ api, params, query, res }) {
    const batchId = await requireBatchId(api.db, params.batch);
    const cards = await api.db.listCards(batchId, query.after, query.limit + 1);
    const page = cards.slice(0, query.limit);
    const items = page.map(({ id, errorCode, errorMessage, inspectedAt, ...card }) => ({
      cardId: id,
      ...card,
      inspectedAt: inspectedAt?.toISOString() ?? null,
      error:
        errorCode === null
          ? null
          : codedError(ProblemCode.safeParse(errorCode).data ?? 'internal', errorMessage ?? undefined),
    }));
    const next = cards.length > query.limit ? String(page.at(-1)?.position) : null;
    res.json({ items, next });
  },
});

export const removeFile = defineRoute({
  method: 'delete',
  path: '/api/v1/batches/{batch}/files/{filename}',
  summary: 'Takes a card out of a draft.',
  params: CardParams,
  replies: { 204: { description: 'Gone' } },
  problems: ['batch_not_found', 'card_not_found', 'batch_started'],
  async handle({ api, params, res }) {
    const removal = await api.db.removeCard(params.batch, params.filename);
    if (!removal.ok) throw new ProblemError(removal.code);
    api.hints.changed(params.batch);
    res.status(204).end();
  },
});

export const replaceFile = defineRoute({
  method: 'put',
  path: '/api/v1/batches/{batch}/files/{filename}',
  summary:
    'Puts a new scan in the place of a failed or flagged card; read at once when the batch has started.',
  params: CardParams,
  stream: {
    'multipart/form-data': z.object({ files: z.string().meta({ description: 'one file' }) }),
    'image/*': z.string(),
  },
  replies: { 200: { description: 'What became of the file', schema: FileEntry } },
  problems: ['batch_not_found', 'card_not_found', 'unsupported_type', 'file_too_large', 'empty_file'],
  async handle({ api, params, req, res }) {
    const result = await untilAborted(replaceScan(api, req, params.batch, params.filename));
    if (result === null) return;
    switch (result.outcome) {
      case 'rejected':
        throw refused(params.filename, result);
      case 'accepted':
        // In a draft no number was taken: watchers then hear of it as a change without one.
        api.hints.send({ batch: params.batch, seq: result.seq, kind: 'action' });
        api.hints.changed(params.batch);
        api.ring();
        break;
      case 'duplicate':
        break;
    }
    const { outcome, cardId } = result;
    res.json({ filename: params.filename, outcome, cardId } satisfies FileEntry);
  },
});
