import type { Hint } from '@cardmill/contracts/wire';
import type { ActionOutcome, Claim, Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';

import type { ReadCardDeps } from './read-card.ts';
import type { Streak } from './streak.ts';

export interface AttemptDeps extends ReadCardDeps {
  db: {
    work: Pick<Database['work'], 'claimTurn' | 'heartbeat' | 'inspected' | 'succeed' | 'fail' | 'release'>;
    stop: (name: string, run: number, error: { code: string; message: string }) => Promise<ActionOutcome>;
  };
  leaseMs: number;
  publish: (hint: Hint) => void;
  logger: Logger;
  streak: Streak;
}

/** How an attempt ended: `waiting` asks the caller to let the trouble pass before it takes the next card. */
export type AttemptEnd = 'done' | 'waiting' | 'lost';

/** What one attempt knows of itself. */
export interface AttemptContext {
  deps: AttemptDeps;
  claim: Claim;
  logger: Logger;
  /** Fires when the card is no longer ours or the worker stops. */
  signal: AbortSignal;
  /** Milliseconds since the claim. */
  elapsed: () => number;
}
