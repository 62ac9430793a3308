import type { Logger } from '@cardmill/server-kit';

import { pause } from './back-off.ts';
import type { Hand } from './hand.ts';

/**
 * Looks for claimable cards whenever the hand has been idle for a while: the line goes on without Redis, only with a
 * few more questions to Postgres.
 */
export async function pollWhenIdle(
  hand: Hand,
  idleMs: number,
  stopping: AbortSignal,
  logger: Logger,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      if (performance.now() - hand.lastBusy() >= idleMs) while (await hand.take({ rung: false }));
    } catch (err) {
      logger.warn({ err }, 'could not look for cards');
    }
    // Jittered: a house full of idle workers must not ask in step.
    await pause(idleMs * (0.75 + Math.random() / 2), stopping);
  }
}
