import { type ResultPatch, ResultRow } from '@cardmill/contracts';
import { z } from 'zod';

import { request } from './request.ts';
import { batchUrl, query } from './urls.ts';

export interface ResultsFilter {
  limit?: number;
  /** Position of the last row already seen. */
  after?: number;
  /** Only rows that changed after this number. */
  since?: number;
  /** Only rows whose number is at most this one. */
  until?: number;
  /** Only rows that a person revised within so many seconds. */
  revisedWithin?: number;
  status?: string;
  include?: 'words';
}

export const listResults = (
  batch: string,
  filter: ResultsFilter,
  signal?: AbortSignal,
): Promise<ResultRow[]> =>
  request(`${batchUrl(batch)}/results${query({ ...filter })}`, z.array(ResultRow), { signal });

/** The row at one place, or null when there is none (any more). */
export async function getResult(
  batch: string,
  position: number,
  signal?: AbortSignal,
): Promise<ResultRow | null> {
  const [row] = await listResults(batch, { after: position - 1, limit: 1 }, signal);
  return row?.position === position ? row : null;
}

/** @param version what the person saw; `version_changed` when someone else was first. */
export const patchResult = (batch: string, filename: string, version: number, patch: ResultPatch) =>
  request(`${batchUrl(batch)}/results/${encodeURIComponent(filename)}`, ResultRow, {
    method: 'PATCH',
    json: patch,
    headers: { 'if-match': `"${version}"` },
  });
