import { drawCard } from '@cardmill/testkit';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';

import { CardError } from './card-error.ts';
import { inspect } from './inspect.ts';
import { greyPgm } from './pgm.ts';
import { tinyTiff } from './tiny-tiff.ts';

/** A white card, 300 x 200, with a black bar in its upper left corner: which way up it is can be seen. */
async function card() {
  const bar = await sharp({ create: { width: 120, height: 20, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  return sharp({ create: { width: 300, height: 200, channels: 3, background: '#fff' } }).composite([
    { input: bar, left: 20, top: 20 },
  ]);
}

/** The grey level at a place of the access image, given in fractions of its sides. */
async function level(image: Buffer, fx: number, fy: number) {
  const { data, info } = await sharp(image).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const at = Math.floor(fy * info.height) * info.width + Math.floor(fx * info.width);
  return data[at] ?? -1;
}

async function expectUprightCard(bytes: Uint8Array) {
  const { access, width, height } = await inspect(bytes);
  expect([width, height]).toEqual([300, 200]);
  expect(await level(access, 0.2, 0.15)).toBeLessThan(40);
  expect(await level(access, 0.8, 0.15)).toBeGreaterThan(215);
  expect(await level(access, 0.2, 0.85)).toBeGreaterThan(215);
}

/** The code of the CardError that inspecting ends in. */
async function codeOf(bytes: Uint8Array, options: Parameters<typeof inspect>[1] = {}) {
  const error: unknown = await inspect(bytes, options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(CardError);
  return error instanceof CardError ? error.code : 'read';
}

const page = (background: string) =>
  sharp({ create: { width: 50, height: 40, channels: 3, background } })
    .png()
    .toBuffer();

const noisy = () =>
  sharp({
    create: {
      width: 500,
      height: 400,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });

const paper = (sigma: number) =>
  sharp({
    create: {
      width: 1500,
      height: 1000,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 225, sigma },
    },
  });

describe('formats', { timeout: 60_000 }, () => {
  it.each([
    ['jpeg', async () => (await card()).jpeg().toBuffer()],
    ['png', async () => (await card()).png().toBuffer()],
    ['palette png', async () => (await card()).png({ palette: true, colours: 4 }).toBuffer()],
    ['16-bit png', async () => (await card()).toColourspace('rgb16').png().toBuffer()],
    [
      '16-bit grey tiff',
      async () => (await card()).toColourspace('grey16').tiff({ compression: 'lzw' }).toBuffer(),
    ],
    [
      'fax (G4) tiff',
      async () =>
        (await card())
          .removeAlpha()
          .toColourspace('b-w')
          .tiff({ bitdepth: 1, compression: 'ccittfax4' })
          .toBuffer(),
    ],
    [
      '1-bit white-is-zero tiff',
      async () =>
        (await card()).removeAlpha().toColourspace('b-w').tiff({ bitdepth: 1, miniswhite: true }).toBuffer(),
    ],
    ['webp', async () => (await card()).webp().toBuffer()],
    ['cmyk jpeg', async () => (await card()).toColourspace('cmyk').jpeg().toBuffer()],
    ['cmyk tiff', async () => (await card()).toColourspace('cmyk').tiff().toBuffer()],
  ])('reads a %s upright, black on white', async (_, make) => {
    await expectUprightCard(await make());
  });

  it('puts a transparent card on white', async () => {
    const clear = await sharp({
      create: { width: 60, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const { access, flags } = await inspect(clear);
    expect(await level(access, 0.5, 0.5)).toBe(255);
    expect(flags).toContain('blank');
  });

  it.each([1, 255, 65_535])('spreads floating samples of 0..%d over black to white', async (top) => {
    const ramp = Array.from({ length: 64 * 32 }, (_, i) => ((i % 64) / 63) * top);
    const { access } = await inspect(tinyTiff(64, 32, ramp));
    expect(await level(access, 0.02, 0.5)).toBeLessThan(20);
    expect(await level(access, 0.5, 0.5)).toBeGreaterThan(100);
    expect(await level(access, 0.98, 0.5)).toBeGreaterThan(235);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright', async (orientation) => {
    // Stored pixels that the tag turns into the card: the tag's transformation, undone.
    const stored = {
      2: (s: Sharp) => s.flop(),
      3: (s: Sharp) => s.rotate(180),
      4: (s: Sharp) => s.flip(),
      5: (s: Sharp) => s.rotate(270).flop(),
      6: (s: Sharp) => s.rotate(270),
      7: (s: Sharp) => s.rotate(90).flop(),
      8: (s: Sharp) => s.rotate(90),
    }[orientation];
    const upright = await (await card()).png().toBuffer();
    const turned = await (stored?.(sharp(upright)) ?? sharp(upright)).png().toBuffer();
    await expectUprightCard(await sharp(turned).withMetadata({ orientation }).jpeg().toBuffer());
  });

  it('reads the page that is asked for', async () => {
    const pages = await Promise.all(['#000', '#fff'].map(page));
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff()
      .toBuffer();
    expect(await level((await inspect(bytes)).access, 0.5, 0.5)).toBe(0);
    expect(await level((await inspect(bytes, { page: 1 })).access, 0.5, 0.5)).toBe(255);
    expect(await codeOf(bytes, { page: 2 })).toBe('page_missing');
  });
});

describe('a scan that lies on its side', { timeout: 60_000 }, () => {
  const lines = ['Grundzüge der Wärmelehre, für Techniker', 'Basel, Birkhäuser, 1938. 212 S. 8°'];
  const turned = async () => {
    const { data } = await drawCard({ lines, width: 1400, height: 800 });
    return sharp(data).rotate(90).jpeg().toBuffer();
  };

  it('is shown upright by its text', async () => {
    const seen = await inspect(await turned());
    expect(seen).toMatchObject({ orientation: 270, sure: true, width: 1400, height: 800, flags: [] });
    expect(await sharp(seen.access).metadata()).toMatchObject({ width: 1400, height: 800 });
    expect(await sharp(seen.thumbnail).metadata()).toMatchObject({ width: 416, height: 238 });
    expect(seen.upright).toMatchObject({ width: 1400, height: 800 });
  });

  it('is left as it is when it is not to be turned', async () => {
    const seen = await inspect(await turned(), { orient: false });
    expect(seen).toMatchObject({ orientation: 0, sure: true, width: 800, height: 1400 });
  });
});

describe('grey cards', { timeout: 60_000 }, () => {
  it('have a thumbnail of the whole card', async () => {
    const grey = (await card()).removeAlpha().resize(900, 600).toColourspace('b-w');
    const { thumbnail, upright } = await inspect(await grey.png().toBuffer());
    expect(upright.channels).toBe(1);
    expect(await level(thumbnail, 0.08, 0.05)).toBeLessThan(40);
    expect(await level(thumbnail, 0.8, 0.15)).toBeGreaterThan(215);
    expect(await level(thumbnail, 0.2, 0.85)).toBeGreaterThan(215);
  });
});

describe('sizes', { timeout: 60_000 }, () => {
  it('keeps the access image at full size and the thumbnail at 416 px', async () => {
    const bytes = await sharp({ create: { width: 1800, height: 1300, channels: 3, background: '#eee' } })
      .jpeg()
      .toBuffer();
    const { access, thumbnail, upright } = await inspect(bytes);
    expect(await sharp(access).metadata()).toMatchObject({ width: 1800, height: 1300, format: 'jpeg' });
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 416, height: 300, format: 'jpeg' });
    expect(upright.scale).toBe(1);
  });

  it('scales a huge card down once, for access image and recogniser alike', async () => {
    const bytes = await sharp({ create: { width: 6000, height: 1200, channels: 3, background: '#eee' } })
      .withMetadata({ density: 600 })
      .jpeg()
      .toBuffer();
    const { width, height, upright, density } = await inspect(bytes);
    expect([width, height, density]).toEqual([5000, 1000, 500]);
    expect(greyPgm(upright)).toMatchObject({ width: 5000, height: 1000, dpi: 500 });
  });

  it('hands grey pixels over with a density that is stated or assumed, never 72', async () => {
    const { upright } = await inspect(await (await card()).withMetadata({ density: 72 }).jpeg().toBuffer());
    const { pgm, dpi } = greyPgm(upright);
    expect(dpi).toBe(300);
    expect(Buffer.from(pgm).subarray(0, 15).toString('latin1')).toBe('P5\n300 200\n255\n');
    expect(pgm.length).toBe(15 + 300 * 200);
  });

  it('refuses more pixels than allowed without decoding them', async () => {
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await codeOf(bytes, { limits: { maxPixels: 100_000 } })).toBe('image_too_large');
  });
});

describe('damage', { timeout: 60_000 }, () => {
  const makers = {
    jpeg: (s: Sharp) => s.jpeg(),
    png: (s: Sharp) => s.png(),
    webp: (s: Sharp) => s.webp(),
    tiff: (s: Sharp) => s.tiff({ compression: 'none' }),
  };

  describe.each(Object.entries(makers))('%s', (_, encode) => {
    it.each([0.1, 0.6, 0.99])('cut at %f fails as truncated', async (share) => {
      const whole = await encode(noisy()).toBuffer();
      // A TIFF may keep its directory at the end: then a cut file cannot even be opened.
      expect(['image_truncated', 'image_corrupt']).toContain(
        await codeOf(whole.subarray(0, Math.floor(whole.length * share))),
      );
    });
  });

  it('tells a cut file from a damaged one', async () => {
    const whole = await noisy().png().toBuffer();
    expect(await codeOf(whole.subarray(0, 20_000))).toBe('image_truncated');
    const damaged = Buffer.from(whole);
    damaged.fill(0x55, 5000, 6000);
    expect(await codeOf(damaged)).toBe('image_corrupt');
  });

  it('refuses what is no card image, whatever its name', async () => {
    expect(await codeOf(Buffer.from('this is not an image'))).toBe('unsupported_type');
    expect(await codeOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))).toBe(
      'unsupported_type',
    );
    expect(await codeOf(Buffer.from('GIF89a,,,,,,,,'))).toBe('unsupported_type');
    expect(await codeOf(new Uint8Array())).toBe('unsupported_type');
  });

  it('survives random bytes behind a good signature', async () => {
    const jpeg = await noisy().jpeg().toBuffer();
    for (let seed = 1; seed <= 60; seed++) {
      const bytes = Buffer.from(jpeg);
      for (let k = 0; k < 20; k++)
        bytes[3 + ((seed * 7919 + k * 104_729) % (bytes.length - 3))] = (seed * k * 31) & 255;
      await inspect(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(CardError));
    }
  });
});

describe('blank', { timeout: 60_000 }, () => {
  it('flags paper, also noisy paper', async () => {
    expect((await inspect(await paper(8).jpeg().toBuffer())).flags).toEqual(['blank']);
  });

  it('does not flag a card with one short line', async () => {
    // Strokes stand for letters: text would need the SVG loader, which is blocked here.
    const stroke = await sharp({ create: { width: 4, height: 30, channels: 3, background: '#222' } })
      .png()
      .toBuffer();
    const letters = Array.from({ length: 24 }, (_, i) => ({ input: stroke, left: 100 + i * 14, top: 200 }));
    const bytes = await paper(4).composite(letters).jpeg().toBuffer();
    expect((await inspect(bytes)).flags).toEqual([]);
  });
});
