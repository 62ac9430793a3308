/** So many at once, and then one each `everyMs`. */
export interface Budget {
  /** When the next one may be taken, on `performance.now()`; a moment that has passed: now. */
  opensAt: () => number;
  /** @returns false when there is none to take */
  take: () => boolean;
}

export function createBudget({ atOnce, everyMs }: { atOnce: number; everyMs: number }): Budget {
  /** When it will be, or was, as full as it can be. */
  let fullAt = -Infinity;
  const opensAt = (): number => fullAt - (atOnce - 1) * everyMs;
  return {
    opensAt,
    take() {
      const now = performance.now();
      if (opensAt() > now) return false;
      fullAt = Math.max(fullAt, now) + everyMs;
      return true;
    },
  };
}
