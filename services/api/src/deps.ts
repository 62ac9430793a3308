import type { Database } from '@cardmill/db';
import type { Logger, ReadyChecks } from '@cardmill/server-kit';
import type { ObjectStore } from '@cardmill/storage';

import type { Hints } from './hints.ts';
import type { ApiMetrics } from './metrics.ts';
import type { CountPages } from './upload/stored-pages.ts';

export interface Limits {
  maxFileBytes: number;
}

/** What every route gets. Made in `startApi`, closed there. */
export interface Api {
  db: Database;
  store: ObjectStore;
  hints: Hints;
  /** There may be cards to ring for: looked at at once instead of at the next tick. */
  ring: () => void;
  /** Samples are wanted: workers look at once instead of at their next poll. Never fails and never waits. */
  ringSamples: () => void;
  limits: Limits;
  /** A draft that nobody touches for so many days is deleted; 0: none is. */
  draftDays: number;
  /** Pages of a stored TIFF. */
  countPages: CountPages;
  logger: Logger;
  metrics: ApiMetrics;
  /** Each dependency's check, for readiness. */
  checks: ReadyChecks;
  version: string;
}
