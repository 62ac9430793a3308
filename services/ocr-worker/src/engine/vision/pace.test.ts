import { expect, test } from 'vitest';

import { createPace } from './pace.ts';

test('requests go out evenly, and time without any is not saved up', () => {
  let now = 0;
  const pace = createPace(6, () => now);
  expect(pace.waitMs()).toBe(0);
  pace.take();
  expect(pace.waitMs()).toBe(10_000);
  now = 4_000;
  expect(pace.waitMs()).toBe(6_000);
  // A question that cannot wait is counted all the same.
  pace.take();
  expect(pace.waitMs()).toBe(16_000);
  now = 100_000;
  pace.take();
  expect(pace.waitMs()).toBe(10_000);
});
