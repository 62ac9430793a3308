import { createLogger } from '@cardmill/server-kit';
import { blankCard } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { attemptCard } from './attempt.ts';
import type { AttemptDeps } from './context.ts';
import { claimOf, depsOf, storeOf } from './read-card.suite.ts';
import { createStreak } from './streak.ts';

/** What becomes of a card that is never read to its end, with heartbeats answered like this. */
async function timedOut(heartbeat: () => Promise<boolean>, leaseMs: number) {
  const bytes = await blankCard();
  const said: string[] = [];
  const nobody = async (): Promise<never> => await Promise.reject(new Error('not expected in this test'));
  const parts = depsOf(storeOf(bytes), { script: () => ({ kind: 'hang' }), cardDeadlineMs: 4_000 });
  const deps: AttemptDeps = {
    ...parts,
    db: {
      work: {
        ...parts.db.work,
        heartbeat,
        claimTurn: nobody,
        succeed: nobody,
        async fail(_claim, error) {
          said.push(`failed: ${error.code}`);
          return await Promise.resolve(null);
        },
        async release() {
          said.push('put back');
          return await Promise.resolve(null);
        },
      },
      stop: nobody,
    },
    leaseMs,
    publish: () => undefined,
    logger: createLogger({ service: 'test', level: 'silent' }),
    streak: createStreak(),
  };
  await attemptCard(deps, claimOf(bytes), new AbortController().signal, 0, () => undefined);
  return said;
}

it('fails a card that takes too long', { timeout: 60_000 }, async () => {
  expect(await timedOut(async () => await Promise.resolve(true), 60_000)).toEqual(['failed: ocr_timeout']);
});

it(
  'puts a card back whose time ran out while its lease did: this process stood still',
  { timeout: 60_000 },
  async () => {
    expect(await timedOut(() => new Promise(() => undefined), 1_000)).toEqual(['put back']);
  },
);
