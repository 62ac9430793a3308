import { drawCard } from '@cardmill/testkit';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';

import { letterHeight } from './letter-height.ts';

/** DejaVu Sans at the 45 px that cards are drawn with: 0.547 of the size. */
const X_HEIGHT = 24.6;
const LINES = [
  'Grundzüge der Wärmelehre, für Techniker',
  'Basel, Birkhäuser, 1938. 212 S. 8°',
  'Mit einem Anhang über die Messung',
];

async function measured(card: Sharp): Promise<number | null> {
  const { data, info } = await card.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return letterHeight(data, info.width, info.height);
}

const drawn = async (lines: string[], angle = 0) => sharp((await drawCard({ lines, angle })).data);

const bar = (left: number, top: number, width: number, height: number): OverlayOptions => ({
  input: { create: { width, height, channels: 3, background: '#111' } },
  left,
  top,
});

/** In two steps, since sharp scales before it composites. */
const settled = async (card: Sharp) => sharp(await card.png().toBuffer());

const within = (share: number) => (value: number | null) =>
  value !== null && Math.abs(value / X_HEIGHT - 1) <= share;

describe('letter height', { timeout: 60_000 }, () => {
  it('is the x-height in pixels', async () => {
    expect(await measured(await drawn(LINES))).toSatisfy(within(0.08));
  });

  it.each([0.4, 0.7, 1.6, 2.4])('goes with the size of the image: %f', async (scale) => {
    const card = (await drawn(LINES)).resize(Math.round(1476 * scale));
    const value = await measured(card);
    expect(value === null ? null : value / scale).toSatisfy(within(0.12));
  });

  it('of capitals and digits is the x-height that goes with them', async () => {
    const capitals = await drawn(['GRUNDLAGEN DER TECHNIK', 'BASEL 1938 NR 271462']);
    expect(await measured(capitals)).toSatisfy(within(0.12));
  });

  it('is that of most letters, not of the headline', async () => {
    const { data } = await drawCard({ title: 'Wärmelehre', lines: LINES });
    expect(await measured(sharp(data))).toSatisfy(within(0.08));
  });

  it('does not mind letter-spaced words', async () => {
    expect(await measured(await drawn(['W ä r m e l e h r e , B e c k e r']))).toSatisfy(within(0.1));
  });

  it('does not mind rules, boxes, a punch hole, a bar code, a black surround and a slight turn', async () => {
    const stripes = Array.from({ length: 40 }, (_, i) => bar(900 + i * 9, 600, 3 + (i % 3), 90));
    const lines = [0, 1, 2, 3, 4, 5].map((i) => bar(0, 60 + i * 140, 1476, 3));
    const hole = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const busy = (await drawn(LINES)).composite([
      ...lines,
      ...stripes,
      bar(40, 0, 4, 886),
      { input: hole, left: 700, top: 700 },
    ]);
    const crooked = (await settled(busy)).rotate(2, { background: '#000' });
    const dark = (await settled(crooked)).extend({
      top: 60,
      bottom: 60,
      left: 60,
      right: 60,
      background: '#000',
    });
    expect(await measured(dark)).toSatisfy(within(0.12));
  });

  it('is nothing where there is no text', async () => {
    expect(await measured(await drawn([]))).toBeNull();
    const ruled = (await drawn([])).composite([0, 1, 2, 3, 4].map((i) => bar(0, 80 + i * 160, 1476, 3)));
    expect(await measured(ruled)).toBeNull();
    const noise = sharp({
      create: {
        width: 1500,
        height: 900,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 220, sigma: 10 },
      },
    });
    expect(await measured(noise)).toBeNull();
    expect(letterHeight(new Uint8Array(1), 1, 1)).toBeNull();
  });
});
