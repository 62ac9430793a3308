import { Batch, BATCH_STATUSES, BatchList, BatchPatch, BatchQuery, NewBatch } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';

import { createDraft } from '../batches/create.ts';
import { requireBatch, toWire } from '../batches/find.ts';
import { defaultLanguages, resolveSetUp } from '../batches/set-up.ts';
import { versionOf } from '../http/if-match.ts';
import { defineRoute, type Call } from '../http/route.ts';
import { BatchParams } from './params.ts';

export const createBatch = defineRoute({
  method: 'post',
  path: '/api/v1/batches',
  summary: 'Makes a draft batch.',
  body: NewBatch,
  replies: { 201: { description: 'The draft', schema: Batch } },
  problems: ['template_unknown', 'language_missing', 'handwriting_off', 'pattern_invalid'],
  async handle({ api, body, res }) {
    const setUp = await resolveSetUp(api, body);
    const { name } = await createDraft(api, {
      title: body.title,
      station: body.station ?? '',
      fields: [],
      templateId: null,
      options: {},
      languages: setUp.languages ?? (await defaultLanguages(api)),
      ...setUp,
    });
    res
      .status(201)
      .location(`/api/v1/batches/${name}`)
      .json(toWire(await requireBatch(api.db, name)));
  },
});

async function list({ api, query, res }: Call<unknown, BatchQuery, unknown>): Promise<void> {
  const unknown = query.status?.split(',').filter((one) => !BATCH_STATUSES.some((status) => status === one));
  if (unknown !== undefined && unknown.length > 0) {
    throw new ProblemError('invalid_request', {
      extra: { errors: [{ path: 'query.status', message: `one or more of ${BATCH_STATUSES.join(', ')}` }] },
    });
  }
  const { items, next } = await api.db.listBatches(query);
  const counts = query.include === 'counts' ? await api.db.countBatches(query) : undefined;
  res.json({ items: items.map(toWire), next, draftDays: api.draftDays, ...(counts && { counts }) });
}

const listReplies = { 200: { description: 'Batches in the order asked for', schema: BatchList } };

export const listBatches = defineRoute({
  method: 'get',
  path: '/api/v1/batches',
  summary: 'Lists batches, newest first unless asked otherwise.',
  query: BatchQuery,
  replies: listReplies,
  handle: list,
});

export const batchHistory = defineRoute({
  method: 'get',
  path: '/api/v1/batches/history',
  summary: 'The same list as /api/v1/batches.',
  query: BatchQuery,
  replies: listReplies,
  handle: list,
});

export const getBatch = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}',
  summary: 'One batch with its progress.',
  params: BatchParams,
  replies: { 200: { description: 'The batch', schema: Batch } },
  problems: ['batch_not_found'],
  async handle({ api, params, res }) {
    res.json(toWire(await requireBatch(api.db, params.batch)));
  },
});

export const patchBatch = defineRoute({
  method: 'patch',
  path: '/api/v1/batches/{batch}',
  summary:
    'Changes the set-up of a draft; with If-Match, the `version` that was seen, only if nobody was first.',
  params: BatchParams,
  body: BatchPatch,
  replies: { 200: { description: 'The batch', schema: Batch } },
  problems: [
    'batch_not_found',
    'batch_started',
    'version_changed',
    'template_unknown',
    'language_missing',
    'handwriting_off',
    'pattern_invalid',
  ],
  async handle({ api, params, body, req, res }) {
    const match = req.headers['if-match'];
    const version = match === undefined ? null : versionOf(match);
    await requireBatch(api.db, params.batch);
    const setUp = await resolveSetUp(api, body);
    const patch = { ...(body.title === undefined ? {} : { title: body.title }), ...setUp };
    if (!(await api.db.patchBatch(params.batch, patch, version))) {
      // Gone since the look above, no draft any more, or changed by somebody else.
      const { status } = await requireBatch(api.db, params.batch);
      throw new ProblemError(status === 'draft' ? 'version_changed' : 'batch_started');
    }
    api.hints.changed(params.batch);
    const batch = await requireBatch(api.db, params.batch);
    res.set('etag', `"${batch.version}"`).json(toWire(batch));
  },
});

export const deleteBatch = defineRoute({
  method: 'delete',
  path: '/api/v1/batches/{batch}',
  summary: 'Deletes a batch, also while it runs; its objects are collected.',
  params: BatchParams,
  replies: { 204: { description: 'Deleted' } },
  problems: ['batch_not_found'],
  async handle({ api, params, res }) {
    const deleted = await api.db.deleteBatch(params.batch);
    if (deleted === null) throw new ProblemError('batch_not_found');
    api.hints.send({ batch: params.batch, seq: deleted.seq, kind: 'gone' });
    res.status(204).end();
  },
});
