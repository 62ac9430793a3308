import {
  type Action,
  ActionReply,
  Batch,
  BatchCounts,
  type BatchPatch,
  type BatchSort,
  BatchSummary,
  listOf,
  type NewBatch,
} from '@cardmill/contracts';
import { z } from 'zod';

import { request, requestNothing } from './request.ts';
import { batchUrl, query } from './urls.ts';

const BatchPage = listOf(BatchSummary).extend({
  /** Days after which an untouched draft is deleted; 0: never. */
  draftDays: z.int().default(0),
});
export type BatchPage = z.infer<typeof BatchPage>;

export interface HistoryFilter {
  readonly status: string;
  readonly station: string;
  readonly q: string;
  readonly sort: BatchSort;
}

/** One page of the history. */
export const listBatches = (
  filter: Partial<HistoryFilter>,
  after: string | undefined,
  signal?: AbortSignal,
  limit = 100,
) => request(`/api/v1/batches${query({ ...filter, limit, after })}`, BatchPage, { signal });

const CountsReply = z.object({ counts: BatchCounts });

/** How many batches of each status there are of this station and with this text. */
export const countBatches = async (
  { q, station }: Pick<HistoryFilter, 'q' | 'station'>,
  signal?: AbortSignal,
): Promise<BatchCounts> =>
  (
    await request(`/api/v1/batches${query({ q, station, limit: 1, include: 'counts' })}`, CountsReply, {
      signal,
    })
  ).counts;

export const getBatch = (name: string, signal?: AbortSignal) => request(batchUrl(name), Batch, { signal });

export const createBatch = (batch: NewBatch) =>
  request('/api/v1/batches', Batch, { method: 'POST', json: batch });

/** @param version what the person saw; `version_changed` when someone else was first. Without it nobody is asked. */
export const patchBatch = (name: string, patch: BatchPatch, version?: number) =>
  request(batchUrl(name), Batch, {
    method: 'PATCH',
    json: patch,
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });

export const startBatch = (name: string) =>
  request(`${batchUrl(name)}/start`, ActionReply, { method: 'POST' });

/** @param run the run the person was looking at; another one answers `run_changed`. */
export const act = (name: string, action: Action, run?: number) =>
  request(`${batchUrl(name)}/${action}`, ActionReply, {
    method: 'POST',
    json: run === undefined ? {} : { run },
  });

export const readCardAgain = (name: string, filename: string) =>
  request(`${batchUrl(name)}/retry-image/${encodeURIComponent(filename)}`, ActionReply, { method: 'POST' });

/** Goes through also when the page is closed meanwhile. */
export const deleteBatch = (name: string) =>
  requestNothing(batchUrl(name), { method: 'DELETE', keepalive: true });
