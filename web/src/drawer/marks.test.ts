import { describe, expect, it } from 'vitest';

import { barsOf, drawerOf, type Mark, nextRaised, pathOf } from './marks.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const cards = {
  cards: [
    [1, 90],
    [2, 40],
    [4, 30],
    [6, 20],
  ] as [number, number][],
  check: new Set([2, 4, 6]),
  verified: new Set([1, 4]),
  notRead: [3],
  waiting: [5],
};
const drawer = drawerOf(cards);

describe('the drawer strip', () => {
  it('has every card in its place, a verified one no longer raised', () => {
    expect(drawer).toEqual({
      positions: [1, 2, 3, 4, 5, 6],
      marks: ['verified', 'check', 'failed', 'verified', 'waiting', 'check'],
    });
  });

  it('shows a card that is read again as waiting, and one that was stopped as cancelled', () => {
    const run = {
      cards: [1, 2, 3, 4, 5, 6].map((n): [number, string] => [n, id(n)]),
      open: [1, 2],
      cancelled: [5],
    };
    expect(drawerOf({ ...cards, run }).marks).toEqual([
      'waiting',
      'waiting',
      'failed',
      'verified',
      'cancelled',
      'check',
    ]);
  });

  it('never has more bars than fit, and a bar shows the worst of its cards', () => {
    const marks: Mark[] = Array.from({ length: 10_000 }, (_, i) => (i === 5_555 ? 'failed' : 'read'));
    const { bars, perBar } = barsOf(marks, 600);
    expect(bars.length).toBeLessThanOrEqual(100);
    expect(perBar * bars.length).toBeGreaterThanOrEqual(10_000);
    expect(bars.filter((bar) => bar === 'failed')).toHaveLength(1);
    expect(barsOf([], 600).bars).toEqual([]);
  });

  it('is one path for each kind', () => {
    const bars = barsOf(drawer.marks, 600);
    expect(pathOf(bars, 'check', 24).match(/M/g)).toHaveLength(2);
    expect(pathOf(barsOf(['read'], 600), 'failed', 24)).toBe('');
  });

  it('leads from one card that asks for a check to the next', () => {
    expect(nextRaised(drawer, 1, 1, ['check'])).toBe(2);
    expect(nextRaised(drawer, 2, 1, ['check'])).toBe(6);
    expect(nextRaised(drawer, 2, 1, ['check', 'failed'])).toBe(3);
    expect(nextRaised(drawer, 6, 1, ['check'])).toBeNull();
    expect(nextRaised(drawer, 6, -1, ['check'])).toBe(2);
    expect(nextRaised(drawer, 0, 1, ['check'])).toBe(2);
    expect(nextRaised(drawer, 0, -1, ['verified'])).toBe(4);
  });
});
