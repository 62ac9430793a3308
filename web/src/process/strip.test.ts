import { describe, expect, it } from 'vitest';

import { type Bar, pathOf, toBars } from './strip.ts';

const cards = (count: number, kind: Bar): Bar[] => Array.from({ length: count }, () => kind);

describe('the drawer strip', () => {
  it('has one bar for each card while there is room', () => {
    expect(toBars(cards(40, 'read'), 600)).toMatchObject({ perBar: 1, bars: { length: 40 } });
  });

  it('never has more bars than fit, for ten thousand cards too', () => {
    const { bars, perBar } = toBars(cards(10_000, 'waiting'), 1_200);
    expect(bars.length).toBeLessThanOrEqual(200);
    expect(perBar * bars.length).toBeGreaterThanOrEqual(10_000);
  });

  it('shows the worst of the cards that share a bar', () => {
    const all = cards(1_000, 'read');
    all[555] = 'failed';
    const { bars } = toBars(all, 120);
    expect(bars.filter((bar) => bar === 'failed')).toHaveLength(1);
  });

  it('draws each kind as one path', () => {
    expect(pathOf(['read', 'failed', 'read'], 'read', 6, 56).match(/M/g)).toHaveLength(2);
    expect(pathOf(['read'], 'failed', 6, 56)).toBe('');
  });
});
