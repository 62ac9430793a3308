import { type FindState, listOf, SEARCH_MAX, SearchHit } from '@cardmill/contracts';

import { request } from './request.ts';
import { query } from './urls.ts';

const HitPage = listOf(SearchHit);

export interface FindFilter {
  readonly q: string;
  readonly batch: string;
  readonly station: string;
  readonly state: FindState | '';
}

/** What is pasted may hold line ends and worse; none of it can be searched for. */
const asTyped = (q: string): string => q.replaceAll(/\p{Cc}+/gu, ' ').slice(0, SEARCH_MAX);

/** One page of the cards that have these words, the nearest first. */
export const findCards = (filter: FindFilter, after: string | undefined, signal?: AbortSignal) =>
  request(`/api/v1/search${query({ ...filter, q: asTyped(filter.q), after })}`, HitPage, { signal });

/** One card with what of these words stands on it; null when none does (any more). */
export async function findOnCard(q: string, card: string, signal?: AbortSignal): Promise<SearchHit | null> {
  const page = await request(`/api/v1/search${query({ q: asTyped(q), card })}`, HitPage, { signal });
  return page.items[0] ?? null;
}
