import { describe, expect, it } from 'vitest';

import { fit, MAX_SCALE, moveBy, zoomTo } from './transform.ts';

const image = { width: 2000, height: 1200 };
const box = { width: 1000, height: 800 };

describe('fit', () => {
  it('shows the whole image in the middle of the box', () => {
    expect(fit(image, box)).toEqual({ scale: 0.5, x: 0, y: 100 });
  });

  it('does not blow up an image smaller than the box', () => {
    expect(fit({ width: 100, height: 50 }, box)).toEqual({ scale: 1, x: 450, y: 375 });
  });
});

describe('zoomTo', () => {
  it('keeps what lies under the pointer under it', () => {
    const at = { x: 700, y: 300 };
    const before = fit(image, box);
    const after = zoomTo(before, 2, at, image, box);
    expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale);
    expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale);
  });

  it('goes to 800 % and not beyond, and not smaller than the whole image', () => {
    const at = { x: 500, y: 400 };
    expect(zoomTo(fit(image, box), 100, at, image, box).scale).toBe(MAX_SCALE);
    expect(zoomTo(fit(image, box), 0.01, at, image, box)).toEqual(fit(image, box));
  });
});

describe('moveBy', () => {
  it('never drags an enlarged image out of its box', () => {
    const large = zoomTo(fit(image, box), 1, { x: 0, y: 0 }, image, box);
    const far = moveBy(large, -9_999, 9_999, image, box);
    expect(far).toEqual({ scale: 1, x: box.width - image.width, y: 0 });
  });
});
