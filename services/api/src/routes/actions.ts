import { ActionBody, ActionReply } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';

import { acted } from '../batches/act.ts';
import { requireBatch } from '../batches/find.ts';
import { checkHandwriting } from '../batches/set-up.ts';
import { defineRoute } from '../http/route.ts';
import { BatchParams, CardParams } from './params.ts';

const replies = { 202: { description: 'Done; `changed` cards were moved', schema: ActionReply } };
const problems = ['batch_not_found', 'run_changed', 'state_forbids'] as const;

export const startBatch = defineRoute({
  method: 'post',
  path: '/api/v1/batches/{batch}/start',
  summary: 'Freezes the draft and queues every card.',
  params: BatchParams,
  body: ActionBody,
  replies,
  problems: ['batch_not_found', 'batch_started', 'fields_missing', 'batch_empty', 'handwriting_off'],
  async handle({ api, params, body, res }) {
    // A draft is in no run: whoever names one means another state of this batch.
    const { status, options } = await requireBatch(api.db, params.batch);
    if ((body.run ?? 0) > 0) throw new ProblemError(status === 'draft' ? 'run_changed' : 'batch_started');
    // Asked again: the operator may have taken the endpoint away since.
    if (status === 'draft') await checkHandwriting(api, options);
    res.status(202).json(acted(api, params.batch, await api.db.start(params.batch)));
  },
});

export const cancelBatch = defineRoute({
  method: 'post',
  path: '/api/v1/batches/{batch}/cancel',
  summary: 'Cancels every card not yet done, at once; what was read stays.',
  params: BatchParams,
  body: ActionBody,
  replies,
  problems,
  async handle({ api, params, body, res }) {
    res.status(202).json(acted(api, params.batch, await api.db.cancel(params.batch, body.run ?? null)));
  },
});

const requeue = (kind: 'resume' | 'retry' | 'restart', summary: string) =>
  defineRoute({
    method: 'post',
    path: `/api/v1/batches/{batch}/${kind}`,
    summary,
    params: BatchParams,
    body: ActionBody,
    replies,
    problems,
    async handle({ api, params, body, res }) {
      const outcome = await api.db.requeue(params.batch, kind, body.run ?? null, null);
      res.status(202).json(acted(api, params.batch, outcome));
    },
  });

export const resumeBatch = requeue('resume', 'Continues with the cancelled cards.');
export const retryBatch = requeue('retry', 'Reads the failed cards again.');
export const restartBatch = requeue(
  'restart',
  'Reads all cards again; old results stay until new ones are there.',
);

export const retryImage = defineRoute({
  method: 'post',
  path: '/api/v1/batches/{batch}/retry-image/{filename}',
  summary: 'Reads one failed or cancelled card again.',
  params: CardParams,
  body: ActionBody,
  replies,
  problems: [...problems, 'card_not_found'],
  async handle({ api, params, body, res }) {
    const { batch, filename } = params;
    const outcome = await api.db.requeue(batch, 'retry-image', body.run ?? null, filename);
    res.status(202).json(acted(api, batch, outcome));
  },
});
