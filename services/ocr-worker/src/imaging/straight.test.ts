import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import { inkComponents } from './components.ts';
import { decoded, greyOfPgm, measured } from './drawing.suite.ts';
import { prepare, type Prepared } from './prepare.ts';
import { type Placed, toUpright } from './straight.ts';

const LINES = ['Grundzüge der Wärmelehre, für Techniker', 'Basel, Birkhäuser, 1938. 212 S. 8°'];
const SIZE = 40;
/** Black within the circle, nothing around it. */
const DISC = Buffer.alloc(SIZE * SIZE * 4);
for (let i = 0; i < SIZE * SIZE; i++) {
  const [x, y] = [(i % SIZE) - SIZE / 2 + 0.5, Math.floor(i / SIZE) - SIZE / 2 + 0.5];
  DISC[i * 4 + 3] = Math.hypot(x, y) <= SIZE / 2 ? 255 : 0;
}

/** A card that lies askew on a black lid, with a round mark in the middle of `at`. */
async function markedCard(angle: number, at: { x: number; y: number }): Promise<Buffer> {
  const { data } = await drawCard({ lines: LINES });
  const turned = await sharp(data).rotate(angle, { background: '#000' }).png().toBuffer();
  return sharp(turned)
    .composite([
      {
        input: DISC,
        raw: { width: SIZE, height: SIZE, channels: 4 },
        left: at.x - SIZE / 2,
        top: at.y - SIZE / 2,
      },
    ])
    .png()
    .toBuffer();
}

/** The mark's box in the engine's image: the one solid piece of ink that is as wide as it is high. */
function markIn({ image, geometry }: Prepared): Placed {
  const size = SIZE * geometry.scale;
  const found = inkComponents(greyOfPgm(image)).filter((piece) => {
    const [width, height] = [piece.right - piece.left, piece.bottom - piece.top];
    return Math.abs(width - size) < 4 && Math.abs(height - size) < 4 && piece.area > width * height * 0.7;
  });
  expect(found).toHaveLength(1);
  const [mark] = found;
  if (mark === undefined) throw new Error('no mark');
  return { x: mark.left, y: mark.top, width: mark.right - mark.left, height: mark.bottom - mark.top };
}

describe('a place in the engine’s image', { timeout: 60_000 }, () => {
  it.each([
    [0, { x: 300, y: 600 }],
    [5, { x: 420, y: 700 }],
    [-3, { x: 1200, y: 500 }],
    [12, { x: 900, y: 800 }],
  ])('comes back to where it is on the upright image: a card %d degrees askew', async (angle, at) => {
    const upright = await decoded(await markedCard(angle, at));
    const prepared = await prepare(await measured(upright), {});
    // All three steps have something to do.
    expect(prepared.geometry.scale).not.toBe(1);
    if (angle !== 0) expect(prepared.facts.crop).not.toBeNull();
    const box = toUpright(markIn(prepared), prepared.geometry);
    expect(Math.abs(box.x + box.width / 2 - at.x)).toBeLessThanOrEqual(2);
    expect(Math.abs(box.y + box.height / 2 - at.y)).toBeLessThanOrEqual(2);
    expect(Math.abs(box.height / SIZE - 1)).toBeLessThan(0.3);
  });

  it('lies within the upright image, though the straight one has corners beyond it', async () => {
    const upright = await decoded(await markedCard(12, { x: 900, y: 800 }));
    const { geometry, image } = await prepare(await measured(upright), { imaging: { crop: false } });
    for (const x of [0, image.width - 30])
      for (const y of [0, image.height - 30]) {
        const box = toUpright({ x, y, width: 30, height: 30 }, geometry);
        expect(Math.min(box.x, box.y, box.width, box.height)).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(upright.width);
        expect(box.y + box.height).toBeLessThanOrEqual(upright.height);
      }
  });
});
