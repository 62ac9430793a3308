import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { createTicker } from './ticker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs again and again, at once when kicked, never twice at once', async () => {
  let running = 0;
  let rounds = 0;
  const ticker = createTicker(250, async () => {
    running += 1;
    rounds += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    running -= 1;
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(rounds).toBe(3);
  ticker.kick();
  expect(rounds).toBe(4);
  for (let i = 0; i < 1_000; i += 1) ticker.kick();
  await vi.advanceTimersByTimeAsync(50);
  expect(rounds).toBe(5);
  const closing = ticker.close();
  await vi.advanceTimersByTimeAsync(1_000);
  await closing;
  ticker.kick();
  expect(rounds).toBe(5);
});
