import { ResultPatch, ResultRow, ResultsQuery } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { requireBatch, requireBatchId } from '../batches/find.ts';
import { attachment } from '../http/attachment.ts';
import { versionOf } from '../http/if-match.ts';
import { sendJsonArray, sendPieces } from '../http/json-array.ts';
import { defineRoute } from '../http/route.ts';
import { toCsv } from '../results/csv.ts';
import { cardRows, resultRows } from '../results/rows.ts';
import { BatchParams, CardParams } from './params.ts';

const STATUSES = ResultRow.shape.status.options;
const Query = ResultsQuery.extend({
  status: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(STATUSES)))
    .optional()
    .meta({ type: 'string', description: `one or more of ${STATUSES.join(', ')}, by comma` }),
});

export const getResults = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}/results',
  summary: 'One row per card that is done, in card order, streamed whole.',
  params: BatchParams,
  query: Query,
  replies: { 200: { description: 'Rows; `[]` while there is none', schema: z.array(ResultRow) } },
  problems: ['batch_not_found'],
  async handle({ api, params, query, req, res }) {
    const batchId = await requireBatchId(api.db, params.batch);
    const { limit, status, include, ...filter } = query;
    const wanted = { ...filter, statuses: status, words: include === 'words' };
    await sendJsonArray(req, res, resultRows(api.db, batchId, wanted, limit));
  },
});

export const patchResult = defineRoute({
  method: 'patch',
  path: '/api/v1/batches/{batch}/results/{filename}',
  summary: "A person's values and verifications for one card, if nobody was first (If-Match).",
  params: CardParams,
  body: ResultPatch,
  replies: { 200: { description: 'The row', schema: ResultRow } },
  problems: ['batch_not_found', 'card_not_found', 'if_match_required', 'version_changed'],
  async handle({ api, params, body, req, res }) {
    const version = versionOf(req.headers['if-match']);
    const batch = await requireBatch(api.db, params.batch);
    const [row] = await api.db.readResults(batch.id, { filename: params.filename }, 1);
    if (row === undefined) throw new ProblemError('card_not_found');
    const keys = [...new Set([...batch.fields.map((field) => field.key), ...Object.keys(row.fields)])];
    const unknown = [...Object.keys(body.fields ?? {}), ...(body.verifiedFields ?? [])].filter(
      (key) => !keys.includes(key),
    );
    if (unknown.length > 0) {
      const errors = unknown.map((key) => ({ path: `body.${key}`, message: 'the batch has no such field' }));
      throw new ProblemError('invalid_request', { extra: { errors } });
    }
    const outcome = await api.db.patchResult(batch.id, params.filename, version, body, keys);
    if (!outcome.ok) throw new ProblemError(outcome.code);
    res.set('etag', `"${outcome.row.version}"`).json(outcome.row);
  },
});

const ExportQuery = z.object({
  format: z.enum(['csv', 'json']).default('csv'),
  /** One column more for each field in the table: its standard form. */
  normalised: z.stringbool().default(false).meta({ type: 'boolean' }),
});

export const exportBatch = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}/export',
  summary: 'Everything to hand on: a table with every card, or all rows with their words.',
  params: BatchParams,
  query: ExportQuery,
  replies: {
    200: { description: 'A file: text/csv, or the JSON array of result rows', mediaType: 'text/csv' },
  },
  problems: ['batch_not_found'],
  async handle({ api, params, query, req, res }) {
    const batch = await requireBatch(api.db, params.batch);
    res.set('content-disposition', attachment(`${batch.name}.${query.format}`));
    if (query.format === 'json') {
      await sendJsonArray(req, res, resultRows(api.db, batch.id, { words: true }));
      return;
    }
    const { normalised } = query;
    const table = toCsv(cardRows(api.db, batch.id), batch.fields, { normalised });
    await sendPieces(req, res, 'text/csv; charset=utf-8', table);
  },
});
