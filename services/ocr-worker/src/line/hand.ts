import { attemptSample, type SampleDeps } from '../pipeline/attempt-sample.ts';
import { attemptCard } from '../pipeline/attempt.ts';
import type { AttemptDeps, AttemptEnd } from '../pipeline/context.ts';
import type { Hold } from '../pipeline/hold.ts';
import { backOffMs, pause } from './back-off.ts';

/** A worker's one hand: a card or a sample at a time, whoever asks for it. Those who ask take turns. */
export interface Hand {
  /**
   * Claims the card whose turn it is and works on it; false when there was nothing to claim. Waits until the hand is free.
   * @param rung true: only among the cards that the bell rang for.
   */
  take(from: { rung: boolean }): Promise<boolean>;
  /** Claims the sample whose turn it is and reads it; false when none is wanted. Waits until the hand is free. */
  takeSample(): Promise<boolean>;
  /** When the hand last had a card, in milliseconds of `performance.now()`. Samples do not keep it from looking for cards. */
  lastBusy(): number;
  /** A person changed this batch: the card in hand may no longer be ours. */
  batchChanged(batch: string): void;
  /** Resolves when the card in hand has been put down; bounded by the caller. */
  idle(): Promise<void>;
}

export interface HandDeps extends AttemptDeps {
  db: AttemptDeps['db'] & SampleDeps['db'];
  workerId: string;
}

/** Claims something and works on it; null: there was nothing. `inHandOf` says of which batch it is, and gets the hold. */
type Step = (inHandOf: (batch: string) => (hold: Hold) => void) => Promise<AttemptEnd | null>;

/** @param stopping aborts when the worker is told to stop: the card in hand is handed back. */
export function createHand(deps: HandDeps, stopping: AbortSignal): Hand {
  let queue: Promise<unknown> = Promise.resolve();
  let inHand: { batch: string; hold: Hold } | null = null;
  // Batches changed while a claim is under way: the claim may have been committed before the change and its reply not
  // be here yet, so the hint would find no card in hand.
  let changedMeanwhile: Set<string> | null = null;
  let lastBusy = 0;
  let holdsCard = false;
  // What the engine was last set to, as far as the line has to know: setting it to others costs time.
  let languages: readonly string[] | null = null;
  // Troubles in a row: one storage outage must not run through the whole backlog, card by card.
  let troubles = 0;

  const work = async (step: Step): Promise<boolean> => {
    if (stopping.aborted) return false;
    const changed = new Set<string>();
    changedMeanwhile = changed;
    try {
      const end = await step((batch) => (hold) => {
        inHand = { batch, hold };
        if (changed.has(batch)) hold.check();
      });
      if (end === null) return false;
      troubles = end === 'waiting' ? troubles + 1 : 0;
    } catch (err) {
      deps.logger.warn({ err }, 'could not claim');
      troubles += 1;
    } finally {
      inHand = null;
      changedMeanwhile = null;
    }
    if (troubles > 0) await pause(backOffMs(troubles - 1), stopping);
    return true;
  };

  const workOnCard = async (from: { rung: boolean }): Promise<boolean> => {
    try {
      return await work(async (inHandOf) => {
        const claim = await deps.db.work.claimTurn(deps.workerId, deps.leaseMs, { ...from, languages });
        if (claim === null) return null;
        holdsCard = true;
        if (claim.recognise) ({ languages } = claim);
        return await attemptCard(deps, claim, stopping, troubles, inHandOf(claim.batch));
      });
    } finally {
      holdsCard = false;
      lastBusy = performance.now();
    }
  };

  const workOnSample = async (): Promise<boolean> =>
    await work(async (inHandOf) => {
      const sample = await deps.db.samples.claim(deps.workerId, deps.leaseMs);
      if (sample === null) return null;
      return await attemptSample(deps, sample, stopping, troubles, inHandOf(sample.batch));
    });

  const inTurn = (work: () => Promise<boolean>): Promise<boolean> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    take: (from) => inTurn(() => workOnCard(from)),
    takeSample: () => inTurn(workOnSample),
    lastBusy: () => (holdsCard ? performance.now() : lastBusy),
    batchChanged(batch) {
      changedMeanwhile?.add(batch);
      if (inHand?.batch === batch) inHand.hold.check();
    },
    async idle() {
      await queue;
    },
  };
}
