import type { CardState, ResultRow } from '@cardmill/contracts';
import type { Database, ResultsFilter } from '@cardmill/db';

const PAGE = 500;
/** With its words a row is some 20 KB. */
const PAGE_WITH_WORDS = 100;

/** All rows that the filter lets through, in card order, read page by page. */
export async function* resultRows(
  db: Pick<Database, 'readResults'>,
  batchId: string,
  filter: ResultsFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<ResultRow> {
  const pageSize = filter.words === true ? PAGE_WITH_WORDS : PAGE;
  let { after } = filter;
  for (let left = limit; left > 0;) {
    const size = Math.min(pageSize, left);
    const page = await db.readResults(batchId, { ...filter, after }, size);
    yield* page;
    if (page.length < size) return;
    after = page.at(-1)?.position;
    left -= page.length;
  }
}

/** A card with its row, or without one while it is not done. */
export interface CardRow {
  filename: string;
  page: number;
  state: CardState;
  row: ResultRow | null;
}

/** Every card of a batch in order, those too that are not done yet. */
export async function* cardRows(
  db: Pick<Database, 'readResults' | 'listCards'>,
  batchId: string,
): AsyncGenerator<CardRow> {
  for (let after = 0; ;) {
    const cards = await db.listCards(batchId, after, PAGE);
    // At most as many rows as cards lie in this stretch, so one page holds them all.
    const rows = await db.readResults(batchId, { after }, PAGE);
    const byCard = new Map(rows.map((row) => [row.cardId, row]));
    for (const { id, filename, page, state } of cards) {
      yield { filename, page, state, row: byCard.get(id) ?? null };
    }
    const last = cards.at(-1);
    if (last === undefined || cards.length < PAGE) return;
    after = last.position;
  }
}
