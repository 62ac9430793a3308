import { setTimeout as sleep } from 'node:timers/promises';

/** What is waited for: a name for messages and the address that answers 200 when it is ready. */
export interface ReadyCheck {
  name: string;
  url: () => string | undefined;
}

/**
 * Waits until every address answers 200.
 *
 * @param timeoutMs - bound of the whole wait
 * @throws naming what is not ready in time; the signal's reason when aborted
 */
export async function waitReady(
  checks: readonly ReadyCheck[],
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  let missing = [...checks];
  while (missing.length > 0) {
    signal.throwIfAborted();
    const answers = await Promise.all(missing.map((check) => isReady(check.url(), signal)));
    missing = missing.filter((_check, index) => answers[index] !== true);
    if (missing.length === 0) return;
    if (Date.now() > until)
      throw new Error(
        `not ready after ${timeoutMs / 1_000} s: ${missing.map((check) => check.name).join(', ')}`,
      );
    // Its own error says only that it was aborted; the signal knows why.
    await sleep(100, undefined, { signal }).catch(() => undefined);
  }
}

async function isReady(url: string | undefined, signal: AbortSignal): Promise<boolean> {
  if (url === undefined) return false;
  try {
    const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]) });
    await reply.body?.cancel();
    return reply.status === 200;
  } catch {
    return false;
  }
}
