import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';

import { createTicker, type Ticker } from '../line/ticker.ts';

export interface IndexerDeps {
  readonly db: Pick<Database, 'indexChanged'>;
  readonly logger: Logger;
}

const EVERY_MS = 1_000;
/** Cards in one commit, each held for as long: some 80 ms. */
export const INDEX_AT_ONCE = 100;

/**
 * Makes changed cards findable, not in the commit that finalises them but soon after. Several may run at once: each takes
 * what no other has in hand.
 */
export function createIndexer({ db, logger }: IndexerDeps): Pick<Ticker, 'close'> {
  const stopping = new AbortController();
  const ticker = createTicker(EVERY_MS, async () => {
    try {
      while (!stopping.signal.aborted && (await db.indexChanged(INDEX_AT_ONCE)) > 0);
    } catch (err) {
      // Away for a while: what is due stays noted.
      logger.warn({ err }, 'changed cards could not be made findable');
    }
  });
  return {
    async close() {
      stopping.abort();
      await ticker.close();
    },
  };
}
