import type { Zone } from '@cardmill/contracts';
import { describe, expect, it } from 'vitest';

import { cornerAt, drawn, frameOf, grown, level, moved, turnedBy, turnedTo, zoneOf } from './frame.ts';

const image = { width: 1000, height: 600 };
const corner = { x: 0, y: 0 };
const box = drawn({ x: 300, y: 200 }, { x: 100, y: 100 });

describe('a zone that is drawn', () => {
  it('is kept as shares of the card and comes back as it was', () => {
    const zone = zoneOf(turnedBy(box, 12), image, null);
    expect(zone).toEqual({ x: 0.1, y: 0.16667, width: 0.2, height: 0.16667, angle: 12 });
    const back = frameOf(zone, image, corner);
    expect(back.middle.x).toBeCloseTo(200, 1);
    expect(back.middle.y).toBeCloseTo(150, 1);
  });

  it('stays on the card wherever it is moved to', () => {
    expect(zoneOf(moved(box, { x: -500, y: 900 }), image, null)).toMatchObject({ x: 0, y: 0.83333 });
    expect(zoneOf(grown(box, { x: 5000, y: -5000 }), image, null)).toMatchObject({
      x: 0,
      width: 1,
      height: 0.005,
    });
  });

  it('counts from its anchor, also to the left of it', () => {
    const anchor = { text: 'Akten', at: { x: 400, y: 120 } };
    const zone = zoneOf(box, image, anchor);
    expect(zone).toMatchObject({ x: -0.3, anchor: 'Akten' });
    expect(frameOf(zone, image, { x: 410, y: 120 }).middle.x).toBeCloseTo(210, 1);
  });

  it('is level without an angle of its own', () => {
    const zone: Zone = { x: 0, y: 0, width: 1, height: 1 };
    expect(zoneOf(frameOf(zone, image, corner), image, null)).toEqual(zone);
  });
});

describe('a corner that is drawn', () => {
  it('leaves the corner across from it where it is, also on a turned zone', () => {
    const turned = turnedBy(box, 90);
    // A quarter turn: the lower right corner lies at the lower left, its counterpart at the upper right.
    const larger = cornerAt(turned, { x: 1, y: 1 }, { x: 100, y: 300 });
    expect(larger).toMatchObject({ angle: 90, middle: { x: 175, y: 175 } });
    expect([larger.width, larger.height]).toEqual([expect.closeTo(250), expect.closeTo(150)]);
  });
});

describe('turning', () => {
  it('goes towards the pointer, and is level when nearly so', () => {
    expect(turnedTo(box, { x: 300, y: 150 }).angle).toBe(90);
    expect(turnedTo(box, { x: 201, y: 10 }).angle).toBe(0);
    expect(turnedBy(turnedBy(box, 179), 2).angle).toBe(-179);
  });

  it('of the card is taken off a place', () => {
    const place = level({ x: 500, y: 400 }, 90, image);
    expect([place.x, place.y]).toEqual([expect.closeTo(600), expect.closeTo(300)]);
  });
});
