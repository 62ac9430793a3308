import { describe, expect, it } from 'vitest';

import type { Component } from './components.ts';
import { contentBox } from './content.ts';

const X_HEIGHT = 10;
const CARD = { width: 1000, height: 600 };

const piece = (left: number, top: number, width: number, height: number): Component => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
  area: width * height,
});
/** Ten letters from 200, 100 on. */
const line = Array.from({ length: 10 }, (_, i) => piece(200 + i * 12, 100, 8, 12));
const around = { left: 160, top: 60, right: 356, bottom: 152 };
const contentOf = (...others: Component[]) => contentBox([...line, ...others], CARD, X_HEIGHT);

describe('what is written on a card', () => {
  it('is where its letters are, with room around them', () => {
    expect(contentOf()).toEqual(around);
  });

  it('does not end at the scan’s border though the room does', () => {
    const low = line.map(({ left }) => piece(left - 195, 585, 8, 12));
    expect(contentBox(low, CARD, X_HEIGHT)).toEqual({ left: 0, top: 545, right: 161, bottom: 600 });
  });

  it.each([
    ['a rule', piece(50, 400, 900, 6)],
    ['a sagging rule', piece(50, 400, 900, 12)],
    ['an upright rule or a card’s edge', piece(500, 150, 8, 300)],
    ['specks', piece(800, 500, 3, 3)],
    ['what hangs on the border', piece(960, 300, 40, 30)],
  ])('is not %s', (_name, other) => {
    expect(contentOf(other)).toEqual(around);
  });

  it.each([
    ['a word by hand', piece(700, 400, 150, 40), { right: 890, bottom: 480 }],
    ['a page number', piece(900, 20, 8, 12), { top: 0, right: 948 }],
    ['a stamp’s frame', piece(600, 300, 200, 100), { right: 840, bottom: 440 }],
    ['a headline', piece(400, 200, 90, 110), { right: 530, bottom: 350 }],
  ])('is %s too', (_name, other, grown) => {
    expect(contentOf(other)).toEqual({ ...around, ...grown });
  });

  it('is not known where there are but a few pieces', () => {
    expect(contentBox(line.slice(0, 7), CARD, X_HEIGHT)).toBeNull();
  });
});
