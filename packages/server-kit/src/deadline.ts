/** A wait that took longer than its bound. `code` is stable; the message names what was waited for. */
export class DeadlineExceeded extends Error {
  readonly code = 'deadline_exceeded';
  readonly deadlineMs: number;

  constructor(what: string, deadlineMs: number) {
    super(`${what} took longer than ${deadlineMs} ms`);
    this.name = 'DeadlineExceeded';
    this.deadlineMs = deadlineMs;
  }
}

/**
 * Bounds a wait. The work is a promise, or a function that gets an `AbortSignal` which fires at the
 * deadline (a bare promise goes on in the background: only its waiter is freed).
 *
 * @param ms - milliseconds
 * @param what - named in the error, e.g. `'redis ping'`
 * @throws DeadlineExceeded when the time is up; otherwise whatever the work rejects with
 */
export async function withDeadline<T>(
  work: Promise<T> | ((signal: AbortSignal) => Promise<T>),
  ms: number,
  what: string,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const late = new DeadlineExceeded(what, ms);
      // Rejected before the abort, so the waiter sees the deadline and not the AbortError it causes.
      reject(late);
      abort.abort(late);
    }, ms);
  });
  try {
    return await Promise.race([expiry, typeof work === 'function' ? work(abort.signal) : work]);
  } finally {
    clearTimeout(timer);
  }
}
