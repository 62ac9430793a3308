import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';

import { createNpmModels, createTesseractRecogniser } from '../engine/index.ts';
import { inspect } from '../imaging/index.ts';
import { recogniseCard } from './recognise-card.ts';

const recogniser = createTesseractRecogniser({ models: createNpmModels() });
afterAll(async () => await recogniser.close());

const LINES = ['Wärmelehre', 'Becker, Johann: Grundzüge für Techniker', 'Basel, Birkhäuser, im Sommer 1938'];
const [WIDTH, HEIGHT] = [1476, 886];
/** What `drawCard` does: first line at 0.09 of the height, 81 pixels each. */
const topOf = (line: number): number => Math.round(HEIGHT * 0.09) + line * 81;

const bar = (left: number, top: number, width: number, height: number) => ({
  input: { create: { width, height, channels: 3, background: '#222' } } as const,
  left,
  top,
});

/** A ruled card on a black lid, turned clockwise. */
async function scanOf(angle: number): Promise<Buffer> {
  const { data } = await drawCard({ lines: LINES });
  const rules = [0, 1, 2, 3, 4, 5].map((n) => bar(0, topOf(n) + 66, WIDTH, 3));
  const card = await sharp(data)
    .composite([...rules, bar(60, 0, 3, HEIGHT)])
    .png()
    .toBuffer();
  const turned = await sharp(card).rotate(angle, { background: '#000' }).png().toBuffer();
  const lid = { top: 40, bottom: 40, left: 40, right: 40, background: '#000' };
  return sharp(turned).extend(lid).png().toBuffer();
}

describe('a ruled card on a black lid', { timeout: 120_000 }, () => {
  it.each([
    [5, 5],
    [180, 0],
    [176, -4],
  ])('turned by %d degrees is read, and boxes lie on its words', async (angle, askew) => {
    const scan = await inspect(await scanOf(angle));
    const signal = new AbortController().signal;
    const reading = await recogniseCard(recogniser, scan, {
      options: {},
      languages: ['deu'],
      signal,
      deadlineMs: 60_000,
    });
    expect(reading.text.replaceAll(/\n+/g, '\n')).toBe(LINES.join('\n'));
    expect(reading.orientation).toBe(angle > 90 ? 180 : 0);
    // Back to the card as it was drawn: each word's middle lies in the band of its line.
    const [sin, cos] = [Math.sin((askew * Math.PI) / 180), Math.cos((askew * Math.PI) / 180)];
    const middles = reading.words.map((word) => {
      const x = word.x + word.width / 2 - scan.upright.width / 2;
      const y = word.y + word.height / 2 - scan.upright.height / 2;
      return { text: word.text, x: x * cos + y * sin + WIDTH / 2, y: y * cos - x * sin + HEIGHT / 2 };
    });
    let at = 0;
    for (const [line, text] of LINES.entries()) {
      for (const word of text.split(' ')) {
        const middle = middles[at++];
        expect(middle?.text).toBe(word);
        expect(middle?.y).toBeGreaterThan(topOf(line) + 10);
        expect(middle?.y).toBeLessThan(topOf(line) + 50);
      }
    }
    // "Wärmelehre" begins at 0.06 of the width and is 261 pixels long.
    expect(Math.abs((middles[0]?.x ?? 0) - (WIDTH * 0.06 + 131))).toBeLessThan(12);
  });
});
