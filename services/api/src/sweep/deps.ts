import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import type { Hints } from '../hints.ts';
import type { ApiMetrics } from '../metrics.ts';

export interface SweepDeps {
  db: Pick<Database, 'sweep' | 'line' | 'samples'>;
  store: Pick<ObjectStore, 'list' | 'delete'>;
  hints: Hints;
  /** 0: drafts are kept for good. */
  draftDays: number;
  /** How long one cause may hold up a batch without a success. */
  stopAfterMs: number;
  /**
   * How long garbage is kept. Longer than the longest attempt at a card, because an attempt in hand may still write
   * images of a card that is gone.
   */
  graceMs: number;
  metrics: ApiMetrics;
  logger: Logger;
}

/** Rows taken at a time; the rest is taken at the next round. */
export const AT_ONCE = 20;
