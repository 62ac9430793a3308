import { createContext, Script } from 'node:vm';

import { DeadlineExceeded } from './deadline.ts';

const script = new Script('work()');

/**
 * Calls a function that does not wait for anything, and ends it when it takes longer than its bound: V8's own
 * watchdog, which costs no thread and no copy of what the function works on. The event loop stands still meanwhile, so the
 * bound says for how long at most. A function that was ended may have left half of what it changes behind.
 *
 * @param ms - milliseconds, at least 1
 * @param what - named in the error, e.g. `'finding the fields'`
 * @throws DeadlineExceeded when the time is up; otherwise whatever the function throws
 */
export function callWithin<T>(work: () => T, ms: number, what: string): T {
  const most = Math.max(1, Math.ceil(ms));
  let result: { value: T } | undefined;
  const context = createContext({
    work: () => {
      result = { value: work() };
    },
  });
  try {
    script.runInContext(context, { timeout: most });
  } catch (cause) {
    throw isTimeout(cause) ? new DeadlineExceeded(what, most) : cause;
  }
  if (result === undefined) throw new Error(`${what} was not called`);
  return result.value;
}

// The context's own Error, so no `instanceof`.
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
