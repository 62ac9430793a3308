import type { Logger } from '@cardmill/server-kit';

import { pause } from './back-off.ts';
import type { Hand } from './hand.ts';

/**
 * Reads the samples that are wanted, whatever else the worker does: with the hand never idle, every second thing it takes
 * is a sample, so neither a person who tries a template waits behind a drawer nor the drawer behind the person.
 * @param everyMs how often it looks by itself: without Redis nobody rings.
 */
export function readSamples(
  hand: Pick<Hand, 'takeSample'>,
  everyMs: number,
  stopping: AbortSignal,
  logger: Logger,
): {
  /** Somebody wants samples: looked for at once. */
  ring(): void;
  /** Resolves when the worker has been told to stop. */
  ended: Promise<void>;
} {
  // Made anew before each look: a ring during the look is not lost.
  let waiting = new AbortController();
  const ring = (): void => waiting.abort();
  stopping.addEventListener('abort', ring, { once: true });
  const look = async (): Promise<void> => {
    while (!stopping.aborted) {
      waiting = new AbortController();
      try {
        while (await hand.takeSample());
      } catch (err) {
        logger.warn({ err }, 'could not look for samples');
      }
      // Jittered: a house full of idle workers must not ask in step. `pause` is over at once when it was rung meanwhile.
      if (!stopping.aborted) await pause(everyMs * (0.75 + Math.random() / 2), waiting.signal);
    }
  };
  return { ring, ended: look() };
}
