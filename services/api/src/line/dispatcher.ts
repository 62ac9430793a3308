import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';

import type { ApiMetrics } from '../metrics.ts';
import type { CardQueue } from './queue.ts';
import { createTicker, type Ticker } from './ticker.ts';

const TICK_MS = 250;
/** After so long a bell that nobody answered counts as lost. */
const LOST_AFTER_MS = 20_000;

/**
 * Keeps the window of card jobs filled from the database. Any number of dispatchers may run. When Redis or the database
 * is away nothing else is needed: what was marked and not rung is rung again, and idle workers look by themselves.
 */
export function createDispatcher(deps: {
  line: Pick<Database['line'], 'dispatch'>;
  queue: CardQueue;
  window: number;
  metrics: ApiMetrics;
  logger: Logger;
}): Ticker {
  const { line, queue, window, metrics, logger } = deps;
  let troubled = false;

  async function round(): Promise<void> {
    try {
      if (!queue.reachable()) return;
      // Without workers the same cards would be rung for again and again, all night.
      if ((await queue.waiting()) >= 2 * window) return;
      const cards = await line.dispatch(window, LOST_AFTER_MS);
      if (cards.length > 0) {
        await failPoint('dispatch.afterMark', '');
        await queue.ring(cards.map((card) => card.cardId));
        await failPoint('dispatch.afterRing', '');
        metrics.rung.inc(cards.length);
      }
      troubled = false;
    } catch (err) {
      metrics.ringsLost.inc();
      if (!troubled) logger.warn({ err }, 'dispatcher: a round failed');
      troubled = true;
    }
  }

  return createTicker(TICK_MS, round);
}
