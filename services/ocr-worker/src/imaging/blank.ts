import type { UprightImage } from './decode.ts';
import { rawSharp } from './raw.ts';

/**
 * A card of one short typed line has a standard deviation of about 8 grey levels at thumbnail size, clean
 * paper with scanner noise below 2. Kept low: calling a written card blank is the worse mistake.
 */
const BLANK_DEVIATION = 2.5;

/** Whether a thumbnail-sized card shows nothing but paper. Its outer twentieth, where scans have edges, is ignored. */
export async function looksBlank(image: UprightImage): Promise<boolean> {
  const grey =
    image.channels === 1 ? image.pixels : await rawSharp(image).toColourspace('b-w').raw().toBuffer();
  const marginX = Math.floor(image.width / 20);
  const marginY = Math.floor(image.height / 20);
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let y = marginY; y < image.height - marginY; y++) {
    for (let x = marginX; x < image.width - marginX; x++) {
      const value = grey[y * image.width + x] ?? 255;
      count++;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean)) < BLANK_DEVIATION;
}
