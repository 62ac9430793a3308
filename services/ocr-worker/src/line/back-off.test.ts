import { createLogger } from '@cardmill/server-kit';
import { StorageUnavailable } from '@cardmill/storage';
import { expect, it } from 'vitest';

import { claimOf, depsOf, storeOf } from '../pipeline/read-card.suite.ts';
import { createStreak } from '../pipeline/streak.ts';
import { backOffMs, pause } from './back-off.ts';
import { createHand } from './hand.ts';

it('doubles with each trouble in a row, up to 30 s, jittered downwards by half', () => {
  for (const [troubles, ceiling] of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000].entries()) {
    const drawn = Array.from({ length: 50 }, () => backOffMs(troubles));
    expect(Math.max(...drawn)).toBeLessThanOrEqual(ceiling);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(ceiling / 2);
    expect(new Set(drawn).size).toBeGreaterThan(5);
  }
  expect(backOffMs(1_000)).toBeLessThanOrEqual(30_000);
});

it('keeps a worker from running through the backlog while storage is away', async () => {
  const stopping = new AbortController();
  let claims = 0;
  let putBack = 0;
  const { limits, recogniser } = depsOf(storeOf(Buffer.alloc(0)));
  const nobody = async (): Promise<never> => await Promise.reject(new Error('not expected in this test'));
  const hand = createHand(
    {
      db: {
        work: {
          async claimTurn() {
            claims += 1;
            return await Promise.resolve(claimOf(new Uint8Array()));
          },
          async release() {
            putBack += 1;
            return await Promise.resolve(null);
          },
          heartbeat: async () => await Promise.resolve(true),
          inspected: nobody,
          succeed: nobody,
          fail: nobody,
        },
        samples: { claim: nobody, heartbeat: nobody, succeed: nobody, fail: nobody, release: nobody },
        stop: nobody,
      },
      store: storeOf(Buffer.alloc(0), {
        read: async () => await Promise.reject(new StorageUnavailable('away')),
      }),
      recogniser,
      limits,
      streak: createStreak(),
      leaseMs: 60_000,
      publish: () => undefined,
      logger: createLogger({ service: 'test', level: 'silent' }),
      workerId: 'test',
    },
    stopping.signal,
  );
  const working = (async () => {
    while (await hand.take({ rung: false }));
  })();
  await pause(1_200, stopping.signal);
  stopping.abort();
  await working;
  // Waits of at least 250, 500, 1,000 and 2,000 ms lie between them; without those there are thousands.
  expect(claims).toBeGreaterThan(0);
  expect(claims).toBeLessThan(6);
  expect(putBack).toBe(claims);
});
