import type { SampleClaim } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { waitFor } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { claimOf, depsOf, storeOf } from '../pipeline/read-card.suite.ts';
import { createStreak } from '../pipeline/streak.ts';
import { createHand } from './hand.ts';

const nobody = async (): Promise<never> => await Promise.reject(new Error('not expected in this test'));

const rest = {
  leaseMs: 60_000,
  publish: () => undefined,
  logger: createLogger({ service: 'test', level: 'silent' }),
  workerId: 'test',
  streak: createStreak(),
};

it('looks for cards by itself also while samples are read one after the other', async () => {
  const stopping = new AbortController();
  let reading = false;
  let putBack = false;
  const card = claimOf(new Uint8Array());
  const sample: SampleClaim = { ...card, settings: 'x', width: 1, height: 1 };
  const deps = depsOf(
    storeOf(Buffer.alloc(0), {
      read: async (_key, options) => {
        reading = true;
        return await new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
        });
      },
    }),
  );
  const hand = createHand(
    {
      ...deps,
      ...rest,
      db: {
        work: {
          ...deps.db.work,
          claimTurn: nobody,
          heartbeat: nobody,
          succeed: nobody,
          fail: nobody,
          release: nobody,
        },
        samples: {
          claim: async () => await Promise.resolve(sample),
          heartbeat: async () => await Promise.resolve(true),
          release: async () => await Promise.resolve((putBack = true)),
          succeed: nobody,
          fail: nobody,
        },
        stop: nobody,
      },
    },
    stopping.signal,
  );
  const taken = hand.takeSample();
  await waitFor(() => reading);
  // Idle since ever, as far as the line is concerned.
  expect(hand.lastBusy()).toBe(0);
  stopping.abort();
  await taken;
  expect(putBack).toBe(true);
});

it('tells the line what its engine is set to, once it has read something', async () => {
  const asked: (readonly string[] | null | undefined)[] = [];
  const cards = [claimOf(new Uint8Array(), { recognise: false }), claimOf(new Uint8Array())];
  const deps = depsOf(storeOf(Buffer.alloc(0)));
  const hand = createHand(
    {
      ...deps,
      ...rest,
      db: {
        work: {
          ...deps.db.work,
          async claimTurn(_worker, _leaseMs, { languages }) {
            asked.push(languages);
            return await Promise.resolve(cards.shift() ?? null);
          },
          heartbeat: async () => await Promise.resolve(true),
          succeed: nobody,
          fail: async () => await Promise.resolve(null),
          release: nobody,
        },
        samples: { claim: nobody, heartbeat: nobody, release: nobody, succeed: nobody, fail: nobody },
        stop: nobody,
      },
    },
    new AbortController().signal,
  );
  while (await hand.take({ rung: true }));
  expect(asked).toEqual([null, null, ['deu']]);
});
