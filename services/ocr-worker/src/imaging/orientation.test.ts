import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Orientation, ORIENTATIONS } from '@cardmill/contracts';
import { drawCard } from '@cardmill/testkit';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';

import { measureOrientation } from './orientation.ts';
import { turnBetween } from './turn.ts';

const LINES = [
  'Grundzüge der Wärmelehre, für Techniker',
  'Basel, Birkhäuser, 1938. 212 S. 8°',
  'Mit einem Anhang über die Messung',
];

/** What is measured of a scan that is turned clockwise by this. */
async function measured(upright: Buffer, turnedBy: Orientation) {
  const { data, info } = await sharp(upright)
    .rotate(turnedBy)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return measureOrientation(data, info.width, info.height);
}

const drawn = async (lines: string[], angle = 0) => (await drawCard({ lines, angle })).data;
const bar = (left: number, top: number, width: number, height: number) => ({
  input: { create: { width, height, channels: 3, background: '#111' } } as const,
  left,
  top,
});

/** Lines between the lines of text, two upright ones, and a black surround. */
async function ruled(): Promise<Buffer> {
  const across = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => bar(0, 70 + n * 81, 1476, 3));
  const card: Sharp = sharp(await drawn(LINES)).composite([
    ...across,
    bar(60, 0, 3, 886),
    bar(1300, 0, 3, 886),
  ]);
  const side = { top: 50, bottom: 50, left: 50, right: 50, background: '#000' };
  return sharp(await card.png().toBuffer())
    .extend(side)
    .png()
    .toBuffer();
}

const cards: [string, () => Promise<Buffer>][] = [
  ['of three lines', async () => drawn(LINES)],
  ['that lies crooked by 3 degrees', async () => drawn(LINES, 3)],
  ['that lies crooked by -5 degrees', async () => drawn(LINES, -5)],
  ['with rules, boxes and a black surround', ruled],
  ['higher than wide', async () => (await drawCard({ lines: LINES, width: 1000, height: 1600 })).data],
];

describe.each(cards)('orientation of a card %s', (_, make) => {
  it.each(ORIENTATIONS)('turned by %d', { timeout: 60_000 }, async (turnedBy) => {
    expect(await measured(await make(), turnedBy)).toEqual({
      orientation: turnBetween(turnedBy, 0),
      sure: true,
    });
  });
});

describe('orientation', { timeout: 60_000 }, () => {
  it('is not sure of a few digits, but of their axis', async () => {
    const digits = await drawn(['0068 0690', '1961 8008']);
    expect((await measured(digits, 0)).sure).toBe(false);
    expect((await measured(digits, 90)).orientation % 180).toBe(90);
  });

  it('leaves what shows nothing as it is', async () => {
    expect(await measured(await drawn([]), 90)).toEqual({ orientation: 0, sure: false });
    const noise = { type: 'gaussian', mean: 220, sigma: 12 } as const;
    const plain = { width: 1500, height: 900, channels: 3, background: '#fff', noise } as const;
    expect(await measured(await sharp({ create: plain }).png().toBuffer(), 0)).toEqual({
      orientation: 0,
      sure: false,
    });
    expect(measureOrientation(new Uint8Array(1), 1, 1)).toEqual({ orientation: 0, sure: false });
  });
});

const REAL = join(import.meta.dirname, '../../../../../shared/data');
/** The turn that makes the scans of a set upright. */
const SETS: [string, Orientation][] = [
  ['de-library-cards', 0],
  ['de-blacklist-cards', 0],
  ['en-lichen-labels', 0],
  ['no-gbif-index-cards', 270],
];
const there = SETS.filter(([name]) => existsSync(join(REAL, name)));
if (there.length === 0) console.warn(`SKIPPED: real cards: ${REAL} is not there`);

for (const [name, upright] of there) {
  it(`is never sure and wrong on real cards: ${name}`, { timeout: 120_000 }, async () => {
    const files = readdirSync(join(REAL, name)).filter((file) => /\.(?:jpg|png)$/.test(file));
    const sample = files.filter((_file, n) => n % Math.ceil(files.length / 6) === 0);
    let right = 0;
    for (const file of sample) {
      const scan = await sharp(readFileSync(join(REAL, name, file)))
        .rotate(upright)
        .png({ compressionLevel: 0 })
        .toBuffer();
      for (const turnedBy of ORIENTATIONS) {
        const { orientation, sure } = await measured(scan, turnedBy);
        const wanted = turnBetween(turnedBy, 0);
        if (sure) expect({ file, turnedBy, orientation }).toEqual({ file, turnedBy, orientation: wanted });
        expect({ file, turnedBy, axis: orientation % 180 }).toEqual({ file, turnedBy, axis: wanted % 180 });
        if (orientation === wanted) right += 1;
      }
    }
    expect(right / (sample.length * 4)).toBeGreaterThan(0.7);
  });
}
