import type { Grey } from './ink.ts';
import type { Raw } from './raw.ts';

/** How far a colour may be lifted, by its darkness: not at all at or below 60, wholly from 140 on; in 256ths. */
const LIFT = Uint16Array.from({ length: 256 }, (_, luma) =>
  Math.round(Math.min(1, Math.max(0, (luma - 60) / 80)) * 256),
);

/**
 * sRGB as grey for reading: pale colours go towards their lightest channel, so printed rules, tinted paper and
 * washed-out stamps fade into the paper, while dark inks of any colour keep their luma, so red typing stays.
 *
 * Measured with best_int, mode auto, mean CER (docs/benchmarks.md): on 16 ruled cards (blue and pink lines) 0.301,
 * against 0.505 with libvips' grey, 0.399 with plain luma and 0.220 with the lightest channel alone, which would lose
 * red ink; on 17 tinted cards 0.552, 0.636, 0.594 and 0.615; on black-and-white prints no difference. 8 ns a pixel.
 */
export function readingGrey(rgb: Uint8Array): Buffer {
  const grey = Buffer.allocUnsafe(Math.floor(rgb.length / 3));
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 3) {
    const red = rgb[at] ?? 0;
    const green = rgb[at + 1] ?? 0;
    const blue = rgb[at + 2] ?? 0;
    const luma = (77 * red + 128 * green + 51 * blue) >> 8;
    const lightest = Math.max(red, green, blue);
    grey[i] = luma + (((lightest - luma) * (LIFT[luma] ?? 0)) >> 8);
  }
  return grey;
}

/** Any image in grey for reading. */
export const greyForReading = ({ pixels, channels, width, height }: Raw): Grey => ({
  pixels: channels === 1 ? pixels : readingGrey(pixels),
  width,
  height,
});
