import { type Orientation, ORIENTATIONS } from '@cardmill/contracts';
import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import { decoded } from './drawing.suite.ts';
import { type Measurement, measureScan, turnedOver } from './measured.ts';

const LINES = [
  'Becker, Johann: Grundzüge der Wärmelehre',
  'für Techniker und Physiker',
  'Basel 1938. 212 S.',
];
/** Pixels of the copy: turned, it is made of other squares. */
const NEAR = 2;

let card: Buffer;
let upright: Measurement;
const turnedBy = async (degrees: number) => await decoded(await sharp(card).rotate(degrees).png().toBuffer());

beforeAll(async () => {
  const { data } = await drawCard({ lines: LINES });
  // A little askew, so that an angle with the wrong sign is seen.
  card = await sharp(data).rotate(2, { background: '#fff' }).png().toBuffer();
  upright = await measureScan(await decoded(card));
});

function expectLikeUpright({ text, content, copy, upright: image }: Measurement): void {
  expect(Math.abs((text.angle ?? 0) - 2)).toBeLessThan(0.2);
  expect(Math.abs((text.xHeight ?? 0) - (upright.text.xHeight ?? 0))).toBeLessThan(NEAR);
  for (const side of ['left', 'top', 'right', 'bottom'] as const)
    expect(Math.abs((content?.[side] ?? 0) - (upright.content?.[side] ?? 0))).toBeLessThanOrEqual(NEAR);
  expect([image.width, image.height]).toEqual([upright.upright.width, upright.upright.height]);
  expect([copy.width, copy.height]).toEqual([upright.copy.width, upright.copy.height]);
}

describe('a scan', { timeout: 60_000 }, () => {
  it.each(ORIENTATIONS)('put in turned by %d is measured as it stands upright', async (degrees) => {
    const measured = await measureScan(await turnedBy(degrees));
    expect(measured).toMatchObject({ orientation: (360 - degrees) % 360, sure: true });
    expectLikeUpright(measured);
  });

  it('is measured as somebody has turned it, though its letters say otherwise', async () => {
    const known: Orientation = 180;
    const over = await measureScan(await decoded(card), known);
    expect(over).toMatchObject({ orientation: 180, sure: true });
    const back = await measureScan(over.upright, known);
    expectLikeUpright(back);
  });

  it('turned over takes what was measured along', async () => {
    const over = await turnedOver(upright);
    const again = await turnedOver(over);
    expect(over.orientation).toBe(180);
    expect(over.content?.top).toBe(upright.copy.height - (upright.content?.bottom ?? 0));
    expect(over.content).not.toEqual(upright.content);
    expect(again).toMatchObject({ orientation: 0, content: upright.content, text: upright.text });
    expect(Buffer.compare(again.copy.pixels, upright.copy.pixels)).toBe(0);
  });
});
