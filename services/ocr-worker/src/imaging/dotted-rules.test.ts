import { describe, expect, it } from 'vitest';

import { draw, inkIn, paper, type Rectangle } from './drawing.suite.ts';
import { withoutRules } from './rules.ts';

const X_HEIGHT = 20;

/** How much of each rectangle is still there after dotted lines were taken out. */
function left(...drawn: Rectangle[]): number[] {
  const scan = paper(1000, 300);
  for (const each of drawn) draw(scan, each);
  const clean = withoutRules(scan, X_HEIGHT);
  return drawn.map((each) => inkIn(clean, each));
}

const dots = (count: number, size: number, from = 100, apart = 12): Rectangle[] =>
  Array.from({ length: count }, (_, i) => ({
    left: from + i * apart,
    top: 200 - size,
    width: size,
    height: size,
  }));
const all = (drawn: readonly Rectangle[], share: number): number[] => drawn.map(() => share);

describe('dotted lines', () => {
  it('vanish', () => {
    const rule = dots(50, 3);
    expect(left(...rule)).toEqual(all(rule, 0));
  });

  it('that sink by a little vanish', () => {
    const rule = dots(50, 3).map((dot, i) => ({ ...dot, top: dot.top + Math.floor(i / 8) }));
    expect(left(...rule)).toEqual(all(rule, 0));
  });

  it('vanish where dots have run into each other', () => {
    const rule = [...dots(12, 3), { left: 244, top: 197, width: 22, height: 3 }, ...dots(12, 3, 274)];
    expect(left(...rule)).toEqual(all(rule, 0));
  });

  it('are no dashes: one between two words and a pair stay', () => {
    const dashes = [100, 400, 424].map((x) => ({ left: x, top: 188, width: 18, height: 4 }));
    expect(left(...dashes)).toEqual(all(dashes, 1));
  });

  it('vanish to the last dot, also the few between two words, and the words stay', () => {
    const word: Rectangle = { left: 350, top: 180, width: 70, height: 20 };
    const between = dots(2, 3, 440);
    const next: Rectangle = { left: 480, top: 180, width: 70, height: 20 };
    const rule = dots(20, 3);
    expect(left(...rule, ...between, word, next)).toEqual([...all(rule, 0), ...all(between, 0), 1, 1]);
  });

  it('are no full stops: one at a word’s foot and three in a row stay', () => {
    const word: Rectangle = { left: 150, top: 180, width: 70, height: 20 };
    const stop: Rectangle = { left: 225, top: 196, width: 4, height: 4 };
    const ellipsis = dots(3, 4, 400, 10);
    expect(left(word, stop, ...ellipsis)).toEqual([1, 1, 1, 1, 1]);
  });

  it('are no leaders of full stops, which are larger', () => {
    const leaders = dots(30, 6, 100, 16);
    expect(left(...leaders)).toEqual(all(leaders, 1));
  });

  it('leave a full stop that ends a word on them', () => {
    const stop: Rectangle = { left: 425, top: 196, width: 4, height: 4 };
    const rule = dots(20, 3);
    expect(left(...rule, stop)).toEqual([...all(rule, 0), 1]);
  });

  it('leave the dots of i and j: there are letters between them, and none of them is small', () => {
    const i = Array.from({ length: 9 }, (_, n) => ({ left: 100 + n * 40, top: 100, width: 4, height: 4 }));
    expect(left(...i)).toEqual(all(i, 1));
  });
});
