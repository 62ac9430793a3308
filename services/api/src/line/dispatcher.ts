import { decodeHint, HINT_CHANNEL } from '@cardmill/contracts/wire';
import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';

import type { ApiMetrics } from '../metrics.ts';
import type { CardQueue } from './queue.ts';
import { createTicker, type Ticker } from './ticker.ts';

const TICK_MS = 250;
/** A card that nobody came for in so long has lost its bell, unless there are bells enough for all that wait. */
const LOST_AFTER_MS = 20_000;

/**
 * Keeps the window of card jobs filled from the database, at every tick and when it is kicked. Any number of dispatchers
 * may run. When Redis or the database is away nothing else is needed: what was marked and not rung is rung again, and
 * idle workers look by themselves.
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
      // Counted first: a bell that is answered meanwhile makes one card too many look silent, never one too few.
      const bells = await queue.bells();
      const cards = await line.dispatch(window, LOST_AFTER_MS, bells);
      if (cards.length > 0) {
        await failPoint('dispatch.afterMark', '');
        await queue.ring(cards.map((card) => card.cardId));
        await failPoint('dispatch.afterRing', '');
        metrics.rung.inc(cards.length);
        for (const { kind } of cards) if (kind !== 'fresh') metrics.repairs.inc({ kind });
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

/** A connection of the role `subscriber`. */
interface Subscriber {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown;
  subscribe(channel: string): Promise<unknown>;
}

/**
 * Kicks whenever a card ended or a person changed a batch anywhere, so that the window is filled as it drains. With
 * Redis away the subscription comes later, by itself, and the tick has to do.
 */
export function kickOnHints(subscriber: Subscriber, kick: () => void, logger: Logger): void {
  subscriber.on('message', (_channel, message) => {
    const kind = decodeHint(message)?.kind;
    if (kind === 'outcome' || kind === 'action') kick();
  });
  subscriber
    .subscribe(HINT_CHANNEL)
    .catch((err: unknown) => logger.warn({ err }, 'dispatcher: not subscribed'));
}
