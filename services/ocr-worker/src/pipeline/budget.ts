import { bounded, Late } from '../engine/bounded.ts';

/** Shares of a card's deadline. What is not used is recognition's: it has between a fifth and nine tenths. */
export const SHARE = { fetch: 0.25, decode: 0.25, keep: 0.1, facts: 0.1, fields: 0.1 };

/** The time that one attempt at a card has, from claim to reading. */
export interface Budget {
  /** Milliseconds left without the share kept back; 1 at the least. */
  left(keptBack: number): number;
  /**
   * Runs one step within a share (0 to 1) of the whole, and never beyond its end. Only the waiter is sure to be freed
   * in time: the step's signal fires at the same moment, for what can be ended.
   * @param late what it means that this step was too slow: a slow store is not the card's fault, a slow decode is.
   * @throws what `late` makes, the reason of the attempt's signal, or what the work rejects with
   */
  step<T>(share: number, work: (signal: AbortSignal) => Promise<T>, late: (cause: Late) => Error): Promise<T>;
}

/**
 * Shares, not one clock that whoever comes last finds run out: a store that took its time must not make recognition
 * fail a card for being slow.
 * @param wholeMs the deadline of a card; the clock starts now.
 * @param signal fires when the card is no longer ours.
 */
export function createBudget(wholeMs: number, signal: AbortSignal): Budget {
  const end = performance.now() + wholeMs;
  const left = (keptBack: number): number => Math.max(1, end - performance.now() - keptBack * wholeMs);
  return {
    left,
    async step(share, work, late) {
      signal.throwIfAborted();
      const own = new AbortController();
      const pass = (): void => own.abort(signal.reason);
      signal.addEventListener('abort', pass, { once: true });
      try {
        return await bounded(work(own.signal), Math.min(share * wholeMs, left(0)), [signal]);
      } catch (error) {
        if (!(error instanceof Late)) throw error;
        const meaning = late(error);
        own.abort(meaning);
        throw meaning;
      } finally {
        signal.removeEventListener('abort', pass);
      }
    },
  };
}
