import { type ResultRow, Review, ReviewCards } from '@cardmill/contracts';

import { request } from './request.ts';
import { listResults } from './results.ts';
import { batchUrl } from './urls.ts';

/** How far the review of a batch is, and what remains. */
export const getReview = (batch: string, signal?: AbortSignal): Promise<Review> =>
  request(`${batchUrl(batch)}/review`, Review, { signal });

/** Every card of a batch by position: what a queue is made of without reading a row. */
export const getReviewCards = (batch: string, signal?: AbortSignal): Promise<ReviewCards> =>
  request(`${batchUrl(batch)}/review/cards`, ReviewCards, { signal });

/** The same and where each card stands in the run: what a drawer is drawn from while it is read. */
export const getDrawer = (batch: string, signal?: AbortSignal): Promise<ReviewCards> =>
  request(`${batchUrl(batch)}/review/cards?include=run`, ReviewCards, { signal });

/** The card at one place with its words; null when it is gone. */
export async function getCard(
  batch: string,
  position: number,
  signal?: AbortSignal,
): Promise<ResultRow | null> {
  const [row] = await listResults(batch, { after: position - 1, limit: 1, include: 'words' }, signal);
  return row?.position === position ? row : null;
}
