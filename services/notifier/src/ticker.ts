export interface Ticker {
  /** Runs sooner than it would by itself. */
  wake: () => void;
  /** Resolves when the run under way has ended. */
  close: () => Promise<void>;
}

/**
 * Runs something now and again, never twice at the same time.
 *
 * @param run - must not reject
 * @param everyMs - from start to start, when nobody wakes it
 * @param apartMs - from start to start, at least
 */
export function createTicker(run: () => Promise<void>, everyMs: number, apartMs: number): Ticker {
  let running: Promise<void> | null = null;
  let woken = false;
  let closed = false;
  let startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  schedule(everyMs);

  function schedule(afterMs: number): void {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(start, Math.max(0, startedAt + afterMs - performance.now()));
  }

  function start(): void {
    startedAt = performance.now();
    woken = false;
    running = run().finally(() => {
      running = null;
      schedule(woken ? apartMs : everyMs);
    });
  }

  return {
    wake() {
      if (woken) return;
      woken = true;
      if (running === null) schedule(apartMs);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
