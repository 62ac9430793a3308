import { listOf, SearchHit, SearchQuery } from '@cardmill/contracts';
import { parseSearch } from '@cardmill/db';

import { defineRoute } from '../http/route.ts';
import { readCursor, writeCursor } from '../search/cursor.ts';
import { INDEX_AT_ONCE } from '../search/indexer.ts';
import { showHit } from '../search/show-hit.ts';

export const search = defineRoute({
  method: 'get',
  path: '/api/v1/search',
  summary:
    'Cards of the house on which all the words and “quoted phrases” stand, misread ones too, the nearest first.',
  query: SearchQuery,
  replies: { 200: { description: 'Cards with what was found on them', schema: listOf(SearchHit) } },
  async handle({ api, query, res }) {
    const { q, limit, after, ...filter } = query;
    // What somebody has just written is found; a whole drawer that is due is not waited for.
    await api.db.indexChanged(INDEX_AT_ONCE);
    const cursor = after === undefined ? null : readCursor(after);
    const { cards, next, spellings } = await api.db.searchCards(parseSearch(q), filter, cursor, limit);
    const items = cards.map((card) => showHit(card, spellings.get(card.match) ?? []));
    res.json({ items, next: next === null ? null : writeCursor(next) });
  },
});
