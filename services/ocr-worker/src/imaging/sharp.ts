import sharp from 'sharp';

const LOADERS = [
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadTiffBuffer',
  'VipsForeignLoadWebpBuffer',
];

let prepared = false;

/**
 * sharp, able to load JPEG, PNG, TIFF and WebP from memory and nothing else.
 *
 * libvips looks at the bytes and not at the name, so without this an SVG (scripts, file references) or an
 * AVIF bomb under the name `card.jpg` would be opened. The block holds for the whole process.
 */
export function guardedSharp(): typeof sharp {
  if (!prepared) {
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: LOADERS });
    // Every card is seen once: a cache of operations only holds memory.
    sharp.cache(false);
    // One recogniser per process already uses the core; libvips' own threads would fight with it.
    sharp.concurrency(1);
    prepared = true;
  }
  return sharp;
}
