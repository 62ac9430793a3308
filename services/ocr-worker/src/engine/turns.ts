import { bounded } from './bounded.ts';

/**
 * Runs what it is given one after the other, in the order of asking. A signal frees a waiting caller at once, and
 * its work is never begun; the next in line still waits for what is running.
 */
export function oneAtATime(): <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return async (work, signal) => {
    const turn = last.then(async () => {
      signal.throwIfAborted();
      return await work();
    });
    last = turn.catch(() => undefined);
    return await bounded(turn, null, [signal]);
  };
}
