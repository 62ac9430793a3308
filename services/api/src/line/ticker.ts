/** Runs something again and again, never twice at once. */
export interface Ticker {
  /** Now rather than at the next tick; while a round is running, once more after it. */
  kick: () => void;
  /** Stops, and waits for the round in hand. */
  close: () => Promise<void>;
}

/** @param round must not reject */
export function createTicker(everyMs: number, round: () => Promise<void>): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;

  function run(): void {
    clearTimeout(timer);
    if (closed) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    running = round().finally(() => {
      running = undefined;
      if (again) {
        again = false;
        run();
      } else if (!closed) timer = setTimeout(run, everyMs);
    });
  }

  timer = setTimeout(run, everyMs);
  return {
    kick: run,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
