import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition gives something other than `undefined`, `null` or `false`, and returns it. A condition
 * that throws counts as not yet.
 *
 * @param what - named in the error
 * @throws when the time is up, with what the condition last gave or threw
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { what?: string; timeoutMs?: number; everyMs?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const { what = 'condition', timeoutMs = 15_000, everyMs = 25 } = options;
  const until = Date.now() + timeoutMs;
  let last: unknown;
  let cause: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value !== undefined && value !== null && value !== false)
        return value as NonNullable<Exclude<T, false>>;
      last = value;
      cause = undefined;
    } catch (err) {
      cause = err;
    }
    if (Date.now() > until)
      throw new Error(`${what} did not come true within ${timeoutMs} ms (last: ${String(cause ?? last)})`, {
        cause,
      });
    await sleep(everyMs);
  }
}
