import type { ReviewCards } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { indexOf, nextOpen, type Order, type Queue, queueOf } from './queue.ts';

const cards: ReviewCards = {
  cards: [
    [1, 95],
    [2, 40],
    [3, 0],
    [5, 40],
  ],
  check: [2, 3, 5],
  verified: [3],
  notRead: [4],
  waiting: [6],
};
const index = indexOf(cards);
const queue = (which: Queue, order: Order, before = index.verified) => queueOf(index, before, which, order);

describe('the queue', () => {
  it('begins with the least sure, in card order among equals, or is in card order', () => {
    expect(queue('all', 'unsure')).toEqual([3, 2, 5, 1]);
    expect(queue('all', 'drawer')).toEqual([1, 2, 3, 5]);
    expect(queue('check', 'unsure')).toEqual([3, 2, 5]);
  });

  it('holds cards that nobody had verified when it was begun, also when they are verified since', () => {
    expect(queue('open', 'drawer')).toEqual([1, 2, 5]);
    expect(queueOf(indexOf({ ...cards, verified: [2, 3] }), index.verified, 'open', 'drawer')).toEqual([
      1, 2, 5,
    ]);
  });

  it('is made of ten thousand cards at once', () => {
    const many = Array.from({ length: 10_000 }, (_, i): [number, number] => [i + 1, (i * 7919) % 101]);
    const positions = queueOf(indexOf({ ...cards, cards: many }), new Set(), 'all', 'unsure');
    expect(positions).toHaveLength(10_000);
    expect(many[(positions[0] ?? 0) - 1]?.[1]).toBe(0);
  });
});

describe('the next card', () => {
  it('is one that nobody verified, also before this one', () => {
    expect(nextOpen([1, 2, 3], 0, new Set([2]))).toBe(3);
    expect(nextOpen([1, 2, 3], 2, new Set([3]))).toBe(1);
    expect(nextOpen([1, 2, 3], -1, new Set([1]))).toBe(2);
  });

  it('is this one when it is the last that is left, and none when none is', () => {
    expect(nextOpen([1, 2], 0, new Set([2]))).toBe(1);
    expect(nextOpen([1, 2], 0, new Set([1, 2]))).toBeNull();
    expect(nextOpen([], -1, new Set())).toBeNull();
  });
});
