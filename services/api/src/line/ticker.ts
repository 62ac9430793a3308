/** Runs something again and again, never twice at once. */
export interface Ticker {
  /** Now rather than at the next tick; while a round is running, once more after it. */
  kick: () => void;
  /** Stops, and waits for the round in hand. */
  close: () => Promise<void>;
}

/** A kick within this time of the last round waits it out: a thousand accepted files are not a thousand rounds. */
const PAUSE_MS = 30;

/** @param round must not reject */
export function createTicker(everyMs: number, round: () => Promise<void>): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let restedAt = 0;
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
      restedAt = performance.now() + PAUSE_MS;
      if (!closed) timer = setTimeout(run, again ? PAUSE_MS : everyMs);
      again = false;
    });
  }

  timer = setTimeout(run, everyMs);
  return {
    kick() {
      if (closed) return;
      const restMs = restedAt - performance.now();
      if (restMs <= 0 || running !== undefined) return run();
      clearTimeout(timer);
      timer = setTimeout(run, restMs);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
