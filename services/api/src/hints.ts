import { encodeHint, HINT_CHANNEL, type Hint, SAMPLE_CHANNEL } from '@cardmill/contracts/wire';
import type { Logger } from '@cardmill/server-kit';
import type { Redis } from 'ioredis';

import type { ApiMetrics } from './metrics.ts';

export interface Hints {
  /** Tells the other processes that a batch changed. Never fails and never waits: a lost hint costs a poll interval. */
  send(hint: Hint): void;
  /** An unnumbered change. */
  changed(batch: string): void;
}

export function createHints(redis: Pick<Redis, 'publish'>, metrics: ApiMetrics, logger: Logger): Hints {
  const send = (hint: Hint): void => {
    redis.publish(HINT_CHANNEL, encodeHint(hint)).catch((err: unknown) => {
      metrics.hintsLost.inc();
      logger.debug({ err, batch: hint.batch }, 'hint lost');
    });
  };
  return { send, changed: (batch) => send({ batch, seq: 0, kind: 'change' }) };
}

/** Rings for samples on the same connection. */
export function createSampleBell(redis: Pick<Redis, 'publish'>, metrics: ApiMetrics, logger: Logger) {
  return (): void => {
    redis.publish(SAMPLE_CHANNEL, '').catch((err: unknown) => {
      metrics.hintsLost.inc();
      logger.debug({ err }, 'bell for samples lost');
    });
  };
}
