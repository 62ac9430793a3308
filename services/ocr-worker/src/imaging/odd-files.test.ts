import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { CardError } from './card-error.ts';
import { inspect } from './inspect.ts';

const REAL = join(import.meta.dirname, '../../../../../shared/data');
const FOLDERS = ['odd-files', 'odd-derived-cards']
  .map((name) => join(REAL, name))
  .filter((path) => existsSync(path));

/** What each odd file is to end in, by name; anything else is to be read. */
const EXPECTED: readonly [RegExp, readonly string[]][] = [
  [/bomb\.avif$|\.heic$|\.svg$|\.gif$|\.pdf$|\.jp2$|\.bmp$|^not_an_image/, ['unsupported_type']],
  [/bomb\.png$|^jpg_giant/, ['image_too_large']],
  [/truncated/, ['image_truncated']],
  // Its last scan lines are missing.
  [/^tiff_4bit_text_creditcard/, ['image_truncated']],
  [/^corrupt_.*tiff$/, ['image_corrupt']],
  [/^random\.jpg$|^tiff_old_jpeg/, ['read', 'unsupported_type', 'image_corrupt']],
];
const SIZES: Record<string, [number, number]> = {
  exif_portrait_6: [450, 600],
  card_exif3: [1512, 924],
  card_exif6: [1512, 924],
  card_exif8: [1512, 924],
  card_16bit_gray: [1512, 924],
  card_g4_1bit: [1512, 924],
};

if (FOLDERS.length === 0) console.warn(`SKIPPED: odd real files: ${REAL} is not there`);

for (const folder of FOLDERS) {
  const files = readdirSync(folder).filter((name) => !/\.(txt|tsv|json|md)$/.test(name));
  it.each(files)(
    '%s',
    async (name) => {
      const expected = EXPECTED.find(([pattern]) => pattern.test(name))?.[1] ?? ['read'];
      const bytes = readFileSync(join(folder, name));
      try {
        const { access, thumbnail, width, height, upright } = await inspect(bytes);
        expect(expected).toContain('read');
        expect(access.length).toBeGreaterThan(0);
        expect(thumbnail.length).toBeGreaterThan(0);
        const mean = upright.pixels.reduce((sum, value) => sum + value, 0) / upright.pixels.length;
        // A typed card is mostly paper: a negative or a clipped one would be dark, or white throughout.
        if (name.startsWith('card')) expect(mean).toSatisfy((value: number) => value > 200 && value < 245);
        const stem = name.replace(/\.[^.]+$/, '');
        const size = /^exif_landscape_[1-8]$/.test(stem) ? [600, 450] : SIZES[stem];
        if (size !== undefined) expect([width, height]).toEqual(size);
      } catch (error) {
        if (!(error instanceof CardError)) throw error;
        expect(expected).toContain(error.code);
        expect(error.message).not.toBe('');
      }
    },
    60_000,
  );
}
