import { decode, type UprightImage } from './decode.ts';
import type { Grey } from './ink.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { type MeasuredScan, measureScan } from './measured.ts';
import type { GreyImage } from './pgm.ts';

/** A rectangle in pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Grey paper to draw on. */
export function paper(width: number, height: number, level = 250): Grey {
  return { pixels: new Uint8Array(width * height).fill(level), width, height };
}

/** Fills a rectangle; what lies outside of the paper is left out. */
export function draw({ pixels, width, height }: Grey, at: Rectangle, level = 20): void {
  for (let y = Math.max(0, at.top); y < Math.min(height, at.top + at.height); y++)
    pixels.fill(level, y * width + Math.max(0, at.left), y * width + Math.min(width, at.left + at.width));
}

/** Share of a rectangle's pixels that are ink: 1 all, 0 none. */
export function inkIn({ pixels, width }: Grey, at: Rectangle): number {
  let ink = 0;
  for (let y = at.top; y < at.top + at.height; y++)
    for (let x = at.left; x < at.left + at.width; x++) if ((pixels[y * width + x] ?? 255) < 128) ink++;
  return ink / (at.width * at.height);
}

/** The pixels of what a recogniser is handed. */
export function greyOfPgm({ pgm, width, height }: GreyImage): Grey {
  return { pixels: pgm.subarray(pgm.length - width * height), width, height };
}

/** A file as it lies, without being turned by what stands on it. */
export const decoded = async (bytes: Uint8Array): Promise<UprightImage> =>
  await decode(bytes, { page: 0, limits: DEFAULT_LIMITS });

/** Grey as an upright scan. */
export const uprightOf = ({ pixels, width, height }: Grey): UprightImage => ({
  pixels: Buffer.from(pixels),
  channels: 1,
  width,
  height,
  scale: 1,
  density: null,
  format: 'png',
});

/** A scan that stands as it is, with what is measured of it. */
export async function measured(upright: UprightImage): Promise<MeasuredScan> {
  return { ...(await measureScan(upright, 0)), sure: true };
}
