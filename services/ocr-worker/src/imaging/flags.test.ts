import { drawCard } from '@cardmill/testkit';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';

import { inspect } from './inspect.ts';

const LINES = [
  'Grundzüge der Wärmelehre, für Techniker',
  'Basel, Birkhäuser, 1938. 212 S. 8°',
  'Mit einem Anhang über die Messung',
];
const drawn = async (lines = LINES) => sharp((await drawCard({ lines })).data);
/** In two steps: sharp scales and blurs before it composites and extends, whatever the order of the calls. */
const settled = async (card: Sharp) => sharp(await card.png().toBuffer());
const flagsOf = async (card: Sharp) => (await inspect(await card.png().toBuffer())).flags;

const surround = (card: Sharp, pixels = 150) =>
  settled(card.extend({ top: pixels, bottom: pixels, left: pixels, right: pixels, background: '#000' }));

async function punched(card: Sharp): Promise<Sharp> {
  const disc = Buffer.alloc(64 * 64 * 4);
  for (let at = 0; at < 64 * 64; at++) {
    const [x, y] = [(at % 64) - 32, Math.floor(at / 64) - 32];
    if (x * x + y * y < 30 * 30) disc[at * 4 + 3] = 255;
  }
  const raw = { width: 64, height: 64, channels: 4 } as const;
  return settled(card.composite([{ input: disc, raw, left: 700, top: 760 }]));
}

describe('flags of a scan', { timeout: 60_000 }, () => {
  it('are none for a good one, whatever surrounds it', async () => {
    expect(await flagsOf(await drawn())).toEqual([]);
    expect(await flagsOf(await punched(await drawn()))).toEqual([]);
    expect(await flagsOf(await surround(await drawn(), 400))).toEqual([]);
    expect(await flagsOf((await drawn()).rotate(90))).toEqual([]);
  });

  it('blurred: from where on letters cannot be told, not before', async () => {
    expect(await flagsOf((await drawn()).blur(2))).toEqual([]);
    expect(await flagsOf((await drawn()).blur(7))).toContain('blurred');
    expect(await flagsOf(await settled((await drawn()).rotate(270).blur(7)))).toContain('blurred');
    // The same blur on twice the resolution leaves the letters as they are.
    expect(await flagsOf((await drawn()).resize(2952).blur(4))).toEqual([]);
  });

  it('too_dark: by the paper, not by what is around it', async () => {
    const dark = async () => settled((await drawn()).linear(0.2, 0));
    expect(await flagsOf(await dark())).toEqual(['too_dark']);
    expect(await flagsOf((await drawn()).linear(0.5, 0))).toEqual([]);
    expect(await flagsOf(await settled((await dark()).extend({ left: 400, background: '#fff' })))).toEqual([
      'too_dark',
    ]);
    expect(await flagsOf(await surround(await drawn([])))).not.toContain('too_dark');
  });

  it('too_small: by the letters, and by the image where there are none', async () => {
    expect(await flagsOf((await drawn()).resize(300))).toEqual(['too_small']);
    expect(await flagsOf((await drawn()).resize(740))).toEqual([]);
    const scrawl = {
      input: { create: { width: 900, height: 9, channels: 3, background: '#222' } },
      left: 200,
      top: 300,
    } as const;
    const written = async () => settled((await drawn([])).composite([scrawl]));
    expect(await flagsOf(await written())).toEqual([]);
    expect(await flagsOf((await written()).resize(300))).toEqual(['too_small']);
  });

  it('blank: also with a punch hole and a black surround, and nothing else then', async () => {
    expect(await flagsOf(await drawn([]))).toEqual(['blank']);
    expect(await flagsOf(await punched(await drawn([])))).toEqual(['blank']);
    expect(await flagsOf(await surround(await punched(await drawn([]))))).toEqual(['blank']);
    expect(await flagsOf((await drawn([])).resize(300))).toEqual(['blank']);
    // Black and white only: strokes are as black as a surround.
    const scrawl = {
      input: { create: { width: 300, height: 9, channels: 3, background: '#000' } },
      left: 200,
      top: 300,
    } as const;
    const bitonal = await settled((await drawn([])).composite([scrawl]));
    expect(await flagsOf(bitonal.resize(400, undefined, { kernel: 'nearest' }).threshold(128))).not.toContain(
      'blank',
    );
  });
});
