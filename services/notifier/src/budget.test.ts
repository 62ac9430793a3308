import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createBudget } from './budget.ts';

describe('createBudget', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gives so many at once, then one at a time, and fills up again', () => {
    const budget = createBudget({ atOnce: 3, everyMs: 500 });
    const taken = (tries: number): number =>
      Array.from({ length: tries }, budget.take).filter(Boolean).length;
    expect(taken(5)).toBe(3);
    expect(budget.opensAt() - performance.now()).toBe(500);
    vi.advanceTimersByTime(499);
    expect(taken(1)).toBe(0);
    vi.advanceTimersByTime(1);
    expect(taken(2)).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(budget.opensAt()).toBeLessThanOrEqual(performance.now());
    expect(taken(5)).toBe(3);
  });
});
