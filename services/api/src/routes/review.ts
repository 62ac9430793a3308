import { Review, ReviewCards, ReviewCardsQuery } from '@cardmill/contracts';
import { expectedErrors } from '@cardmill/extraction/evaluation';

import { requireBatchId } from '../batches/find.ts';
import { defineRoute } from '../http/route.ts';
import { BatchParams } from './params.ts';

export const getReview = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}/review',
  summary: 'How far the review of a batch is, and how many errors are to be expected if it stops here.',
  params: BatchParams,
  replies: { 200: { description: 'Counts and estimate', schema: Review } },
  problems: ['batch_not_found'],
  async handle({ api, params, res }) {
    const batchId = await requireBatchId(api.db, params.batch);
    const { groups, ...counts } = await api.db.readReview(batchId);
    const open = groups.reduce((sum, group) => sum + group.open, 0);
    const checked = groups.reduce((sum, group) => sum + group.checked, 0);
    const expected = groups.length === 0 ? null : expectedErrors(groups);
    const review: Review = { ...counts, values: { open, checked }, expected, groups };
    res.json(review);
  },
});

export const getReviewCards = defineRoute({
  method: 'get',
  path: '/api/v1/batches/{batch}/review/cards',
  summary: 'Every card of a batch as a review queues it, by position.',
  params: BatchParams,
  query: ReviewCardsQuery,
  replies: { 200: { description: 'Positions in card order', schema: ReviewCards } },
  problems: ['batch_not_found'],
  async handle({ api, params, query, res }) {
    const batchId = await requireBatchId(api.db, params.batch);
    res.json(await api.db.readReviewCards(batchId, query));
  },
});
