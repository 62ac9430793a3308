/** Keeps a worker from asking more often than its operator allows. */
export interface Pace {
  /** Milliseconds until the next request may go out; 0: now. */
  waitMs(): number;
  /** Counts a request that goes out now. */
  take(): void;
}

/** So many a minute, evenly: a model that reads card after card has no use for bursts. @param now in milliseconds */
export function createPace(perMinute: number, now: () => number = () => performance.now()): Pace {
  const everyMs = 60_000 / perMinute;
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    waitMs: () => Math.max(0, freeAt - now()),
    take() {
      freeAt = Math.max(freeAt, now()) + everyMs;
    },
  };
}
