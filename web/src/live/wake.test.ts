import { afterEach, expect, it, vi } from 'vitest';

import { checkOnWaking } from './wake.ts';

afterEach(() => vi.useRealTimers());

it('looks at the line when the browser tells of it, and when the clock has jumped', () => {
  vi.useFakeTimers();
  const check = vi.fn<() => void>();
  const stop = checkOnWaking({ check });
  dispatchEvent(new Event('offline'));
  dispatchEvent(new Event('online'));
  expect(check).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(30_000);
  expect(check).toHaveBeenCalledTimes(2);
  // Asleep: the clock went on, the page did not.
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(5_000);
  expect(check).toHaveBeenCalledTimes(3);
  stop();
  dispatchEvent(new Event('online'));
  expect(check).toHaveBeenCalledTimes(3);
});
