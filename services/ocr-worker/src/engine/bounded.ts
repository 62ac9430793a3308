/** The time for one step was up. */
export class Late extends Error {
  constructor(ms: number) {
    super(`not done within ${ms} ms`);
    this.name = 'Late';
  }
}

/**
 * Waits for the work, at most `ms` (null: as long as it takes), and not after one of the signals fires. Only the
 * waiter is freed: whoever calls ends the work itself.
 *
 * Signals are listened to one by one because `AbortSignal.any` over one that lives as long as the process keeps
 * memory for every call on older Node (https://github.com/nodejs/node/issues/54614).
 *
 * @throws Late, or a signal's reason, or what the work rejects with
 */
export async function bounded<T>(
  work: Promise<T>,
  ms: number | null,
  signals: readonly AbortSignal[],
): Promise<T> {
  // When the guard wins, nobody hears the work's own rejection: it has been answered.
  work.catch(() => undefined);
  const release: (() => void)[] = [];
  const guard = new Promise<never>((_resolve, reject) => {
    if (ms !== null) {
      const timer = setTimeout(() => reject(new Late(ms)), ms);
      release.push(() => clearTimeout(timer));
    }
    for (const signal of signals) {
      const onAbort = () => reject(reasonOf(signal));
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
      release.push(() => signal.removeEventListener('abort', onAbort));
    }
  });
  try {
    return await Promise.race([guard, work]);
  } finally {
    for (const undo of release) undo();
  }
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}
