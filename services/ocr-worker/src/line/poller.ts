import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';

import { pause } from './back-off.ts';
import type { Hand } from './hand.ts';

/** A card whose bell rang this long ago and that nobody took was lost with Redis. */
const LOST_AFTER_MS = 2_000;
const LOOK_AHEAD = 4;

/**
 * Looks for claimable cards whenever the hand has been idle for a while: the line goes on without Redis, only with a
 * few more questions to Postgres.
 */
export async function pollWhenIdle(
  db: Pick<Database, 'work'>,
  hand: Hand,
  idleMs: number,
  stopping: AbortSignal,
  logger: Logger,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      if (performance.now() - hand.lastBusy() >= idleMs) while (await takeOne(db, hand, stopping));
    } catch (err) {
      logger.warn({ err }, 'could not look for cards');
    }
    // Jittered: a house full of idle workers must not ask in step.
    await pause(idleMs * (0.75 + Math.random() / 2), stopping);
  }
}

/** Looks anew for each card, so that turns are kept. The first ones may be somebody else's by now. */
async function takeOne(db: Pick<Database, 'work'>, hand: Hand, stopping: AbortSignal): Promise<boolean> {
  for (const cardId of await db.work.due(LOOK_AHEAD, LOST_AFTER_MS)) {
    if (stopping.aborted) return false;
    if (await hand.take(cardId)) return true;
  }
  return false;
}
