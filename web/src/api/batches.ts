import {
  type Action,
  ActionReply,
  Batch,
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

export const getBatch = (name: string, signal?: AbortSignal) => request(batchUrl(name), Batch, { signal });

export const createBatch = (batch: NewBatch) =>
  request('/api/v1/batches', Batch, { method: 'POST', json: batch });

export const patchBatch = (name: string, patch: BatchPatch, signal?: AbortSignal) =>
  request(batchUrl(name), Batch, { method: 'PATCH', json: patch, signal });

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
