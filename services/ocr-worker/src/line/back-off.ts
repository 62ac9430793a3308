import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 500;
const CAP_MS = 30_000;

/** Milliseconds to wait after the n-th trouble in a row, counted from 0: doubled each time, capped, jittered by half. */
export function backOffMs(troubles: number): number {
  const ceiling = Math.min(FIRST_MS * 2 ** Math.min(troubles, 10), CAP_MS);
  return Math.round(ceiling / 2 + (Math.random() * ceiling) / 2);
}

/** Waits, or less when the signal fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    // Woken early: the caller looks at the signal.
  }
}
