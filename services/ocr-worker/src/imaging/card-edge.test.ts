import { describe, expect, it } from 'vitest';

import { cardBox } from './card-edge.ts';
import { draw, paper } from './drawing.suite.ts';

const WIDTH = 1200;
const HEIGHT = 800;
const WHOLE = { left: 0, top: 0, right: WIDTH, bottom: HEIGHT };

/** A card on a black lid, so far from each side. */
function onBlack(left: number, top: number, right: number, bottom: number) {
  const scan = paper(WIDTH, HEIGHT, 8);
  draw(scan, { left, top, width: WIDTH - left - right, height: HEIGHT - top - bottom }, 230);
  return scan;
}

describe('the edge of a card', () => {
  it('is where its black surround ends, on each side for itself', () => {
    const box = cardBox(onBlack(90, 45, 30, 0));
    // Nothing of the card is lost but the few pixels at its very edge, and nothing black is kept.
    expect(box.left).toSatisfy((left: number) => left >= 90 && left <= 97);
    expect(box.top).toSatisfy((top: number) => top >= 45 && top <= 52);
    expect(box.right).toSatisfy((right: number) => right <= WIDTH - 30 && right >= WIDTH - 37);
    expect(box.bottom).toBe(HEIGHT);
  });

  it('is that of the scan where nothing surrounds it', () => {
    const scan = paper(WIDTH, HEIGHT, 230);
    draw(scan, { left: 100, top: 100, width: 700, height: 25 });
    expect(cardBox(scan)).toEqual(WHOLE);
  });

  it('is not a rule that runs from edge to edge', () => {
    const scan = paper(WIDTH, HEIGHT, 230);
    draw(scan, { left: 0, top: 90, width: WIDTH, height: 9 });
    draw(scan, { left: 150, top: 0, width: 9, height: HEIGHT });
    expect(cardBox(scan)).toEqual(WHOLE);
  });

  it('is where half of a ragged one ends', () => {
    const scan = onBlack(60, 60, 60, 60);
    for (let y = 0; y < HEIGHT; y += 20) draw(scan, { left: 60, top: y, width: y % 50, height: 20 }, 8);
    const { left } = cardBox(scan);
    expect(left).toSatisfy((cut: number) => cut >= 78 && cut <= 90);
  });

  it('does not shut out dark letters within the card', () => {
    const scan = onBlack(30, 30, 30, 30);
    draw(scan, { left: 45, top: 45, width: 1100, height: 60 });
    expect(cardBox(scan).top).toBeLessThan(40);
  });

  it('of a dark card is that of the scan', () => {
    const dark = paper(WIDTH, HEIGHT, 50);
    draw(dark, { left: 100, top: 100, width: 700, height: 25 }, 220);
    expect(cardBox(dark)).toEqual(WHOLE);
    const black = paper(WIDTH, HEIGHT, 0);
    expect(cardBox(black)).toEqual(WHOLE);
  });

  it('leaves two fifths of the scan at the least, however much of it is dark', () => {
    const { left, right } = cardBox(onBlack(580, 0, 0, 0));
    expect(right - left).toBeGreaterThan(WIDTH * 0.65);
  });
});
