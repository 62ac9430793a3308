import { attemptCard } from '../pipeline/attempt.ts';
import type { AttemptDeps } from '../pipeline/context.ts';
import type { Hold } from '../pipeline/hold.ts';
import { backOffMs, pause } from './back-off.ts';

/** A worker's one hand: a card at a time, whoever asks for it. */
export interface Hand {
  /**
   * Claims the card whose turn it is and works on it; false when there was nothing to claim. Waits until the hand is free.
   * @param rung true: only among the cards that the bell rang for.
   */
  take(from: { rung: boolean }): Promise<boolean>;
  /** When the hand was last busy, in milliseconds of `performance.now()`. */
  lastBusy(): number;
  /** A person changed this batch: the card in hand may no longer be ours. */
  batchChanged(batch: string): void;
  /** Resolves when the card in hand has been put down; bounded by the caller. */
  idle(): Promise<void>;
}

export interface HandDeps extends AttemptDeps {
  workerId: string;
}

/** @param stopping aborts when the worker is told to stop: the card in hand is handed back. */
export function createHand(deps: HandDeps, stopping: AbortSignal): Hand {
  let queue: Promise<unknown> = Promise.resolve();
  let inHand: { batch: string; hold: Hold } | null = null;
  // Batches changed while a claim is under way: the claim may have been committed before the change and its reply not
  // be here yet, so the hint would find no card in hand.
  let changedMeanwhile: Set<string> | null = null;
  let lastBusy = 0;
  // Troubles in a row: one storage outage must not run through the whole backlog, card by card.
  let troubles = 0;

  const work = async (from: { rung: boolean }): Promise<boolean> => {
    if (stopping.aborted) return false;
    const changed = new Set<string>();
    changedMeanwhile = changed;
    try {
      const claim = await deps.db.work.claimTurn(deps.workerId, deps.leaseMs, from);
      if (claim === null) return false;
      const end = await attemptCard(deps, claim, stopping, troubles, (hold) => {
        inHand = { batch: claim.batch, hold };
        if (changed.has(claim.batch)) hold.check();
      });
      troubles = end === 'waiting' ? troubles + 1 : 0;
    } catch (err) {
      deps.logger.warn({ err }, 'could not claim');
      troubles += 1;
    } finally {
      inHand = null;
      changedMeanwhile = null;
      lastBusy = performance.now();
    }
    if (troubles > 0) await pause(backOffMs(troubles - 1), stopping);
    return true;
  };

  return {
    take(from) {
      const turn = queue.then(() => work(from));
      queue = turn.catch(() => undefined);
      return turn;
    },
    lastBusy: () => (inHand === null ? lastBusy : performance.now()),
    batchChanged(batch) {
      changedMeanwhile?.add(batch);
      if (inHand?.batch === batch) inHand.hold.check();
    },
    async idle() {
      await queue;
    },
  };
}
