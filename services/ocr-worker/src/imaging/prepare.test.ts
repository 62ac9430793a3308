import { drawCard } from '@cardmill/testkit';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import type { UprightImage } from './decode.ts';
import { decoded, draw, greyOfPgm, inkIn, measured, paper, uprightOf } from './drawing.suite.ts';
import { prepare } from './prepare.ts';

const LINES = ['Grundzüge der Wärmelehre, für Techniker', 'Basel, Birkhäuser, 1938. 212 S. 8°'];
/** DejaVu Sans at the 45 px that cards are drawn with. */
const X_HEIGHT = 24.6;

describe('preparing a card', { timeout: 60_000 }, () => {
  let askew: UprightImage;
  beforeAll(async () => {
    const { data } = await drawCard({ lines: LINES });
    const turned = sharp(data).rotate(3, { background: '#000' }).withMetadata({ density: 400 });
    askew = await decoded(await turned.png().toBuffer());
  });

  it('says what it has found and done', async () => {
    const { facts, image } = await prepare(await measured(askew), {});
    expect(Math.abs((facts.angle ?? 0) - 3)).toBeLessThan(0.2);
    expect(Math.abs((facts.letterHeight ?? 0) / X_HEIGHT - 1)).toBeLessThan(0.1);
    // Letters are as the engine likes them, and it is told so whatever the file's 400 dpi.
    expect(facts.scale * X_HEIGHT).toSatisfy((height: number) => height > 14.5 && height < 22);
    expect(image.dpi).toBe(300);
    // Two lines in the upper part of a card of 1476 by 886, without the lid and without the empty rest.
    expect(facts.crop?.width).toSatisfy((width: number) => width > 900 && width < 1300);
    expect(facts.crop?.height).toSatisfy((height: number) => height > 130 && height < 400);
    expect(Math.abs(image.width - (facts.crop?.width ?? 0) * facts.scale)).toBeLessThan(1.5);
    // Stored with each result, for people: whole pixels.
    for (const value of Object.values(facts.crop ?? {})) expect(value).toBe(Math.round(value));
  });

  it('does not level when it is told not to, and still says how the lines lie', async () => {
    const { facts, geometry } = await prepare(await measured(askew), { imaging: { straighten: false } });
    expect(facts.angle).toBeCloseTo(3, 0);
    expect(geometry.angle).toBe(0);
    expect(Math.abs(geometry.straight.width - askew.width)).toBeLessThan(2);
    expect(Math.abs(geometry.straight.height - askew.height)).toBeLessThan(2);
  });

  it('does not cut, and does not scale, when it is told not to', async () => {
    expect((await prepare(await measured(askew), { imaging: { crop: false } })).facts.crop).toBeNull();
    const { facts, image } = await prepare(await measured(askew), { imaging: { scale: false } });
    expect(facts.scale).toBe(1);
    expect(image.dpi).toBe(400);
  });

  it('leaves rules, and the light, when it is told to', async () => {
    const scan = paper(900, 500, 150);
    const rule = { left: 50, top: 250, width: 800, height: 3 };
    draw(scan, rule, 40);
    const seen = async (imaging: Record<string, boolean>) =>
      greyOfPgm((await prepare(await measured(uprightOf(scan)), { imaging })).image);
    expect(inkIn(await seen({}), rule)).toBe(0);
    expect(inkIn(await seen({ rules: false }), rule)).toBe(1);
    expect((await seen({})).pixels[100 * 900 + 100]).toBeGreaterThan(240);
    expect((await seen({ light: false })).pixels[100 * 900 + 100]).toBe(150);
  });

  it.each([
    ['small type is enlarged', 18],
    ['large type is shrunk', 80],
  ])('brings letters to one height: %s', async (_, size) => {
    const { data } = await drawCard({ lines: LINES });
    const scan = await sharp(data)
      .resize(Math.round((1476 * size) / 45))
      .png()
      .toBuffer();
    const { facts } = await prepare(await measured(await decoded(scan)), {});
    const height = (facts.letterHeight ?? 0) * facts.scale;
    expect(height).toSatisfy((value: number) => value > 15 && value < 21);
  });

  it('takes rules by the size of the letters also when large type is shrunk first', async () => {
    const underline = { left: 100, top: 600, width: 300, height: 4 };
    const bar = { create: { width: 300, height: 4, channels: 3, background: '#222' } } as const;
    const card = sharp((await drawCard({ lines: LINES })).data).composite([{ input: bar, ...underline }]);
    const scan = await sharp(await card.png().toBuffer())
      .resize(1476 * 2.5)
      .png()
      .toBuffer();
    const seen = async (rules: boolean) => {
      const { image, facts } = await prepare(await measured(await decoded(scan)), {
        imaging: { rules, crop: false },
      });
      const at = (value: number): number => Math.round(value * 2.5 * facts.scale);
      return inkIn(greyOfPgm(image), { left: at(110), top: at(601), width: at(280), height: 1 });
    };
    expect([await seen(false), await seen(true)]).toEqual([1, 0]);
  });

  it.each([
    [1, 1],
    [5000, 3],
    [3, 5000],
    [40, 40],
    [900, 500],
  ])('does not fail where there is nothing: %d by %d', async (width, height) => {
    for (const level of [250, 0]) {
      const { image, facts } = await prepare(await measured(uprightOf(paper(width, height, level))), {});
      expect(facts).toMatchObject({ angle: null, letterHeight: null, scale: 1 });
      expect(image).toMatchObject({ width, height, dpi: 300 });
      expect(image.pgm.length).toBeGreaterThan(width * height);
    }
  });
});
