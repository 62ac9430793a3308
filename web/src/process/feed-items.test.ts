import { expect, it } from 'vitest';

import { makeRow } from '../results/make-row.suite.ts';
import { outcome } from '../testing/fake-socket.suite.ts';
import { countAfter, itemOf, newestFirst, partBefore } from './feed-items.ts';

const seqs = (items: readonly { seq: number }[]) => items.map(({ seq }) => seq);

it('has every card once, with its latest outcome, newest first', () => {
  const again = { ...outcome(2), seq: 9 };
  expect(seqs(newestFirst([outcome(1), outcome(2), outcome(3)], [again, outcome(4)]))).toEqual([9, 4, 3, 1]);
  expect(seqs(newestFirst([again], [outcome(2)]))).toEqual([9]);
});

it('has no card that was stopped: it has no outcome', () => {
  expect(itemOf(makeRow({ status: 'cancelled' }))).toBeNull();
  expect(itemOf(makeRow({ status: 'failed', seq: 3 }))).toMatchObject({ seq: 3, status: 'failed' });
});

it('reads the past part by part down to the first number', () => {
  expect([partBefore(450), partBefore(250), partBefore(50)]).toEqual([
    { since: 250, until: 450 },
    { since: 50, until: 250 },
    { since: 0, until: 50 },
  ]);
});

it('counts what came after the newest shown', () => {
  expect(countAfter([outcome(1), outcome(5), outcome(6)], 1)).toBe(2);
});
