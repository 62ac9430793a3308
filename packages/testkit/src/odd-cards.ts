import sharp from 'sharp';

import { drawCard } from './draw-card.ts';
import type { CardDrawing } from './draw-card.ts';

/** A card whose file ends in the middle, as after a broken copy. Its header is whole. */
export async function truncatedCard(format: 'jpeg' | 'png' | 'tiff' = 'jpeg'): Promise<Buffer> {
  const { data } = await drawCard({
    title: 'Abgebrochen',
    lines: ['Diese Karte ist nicht ganz da.'],
    format,
  });
  return data.subarray(0, Math.floor(data.length * 0.4));
}

/** A card with a true PNG signature and size, and rubbish after it. */
export async function corruptCard(): Promise<Buffer> {
  const { data } = await drawCard({ lines: ['Beschädigt'], format: 'png' });
  const broken = Buffer.from(data);
  // Everything after signature and header (33 bytes); the same rubbish every time.
  for (let at = 33; at < broken.length; at += 1) broken[at] = (at * 131) % 251;
  return broken;
}

/** Paper without print: the back of a card. */
export async function blankCard(format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  return (await drawCard({ lines: [], format })).data;
}

/** One TIFF with a page per drawing; all pages take the size of the first. */
export async function multiPageTiff(drawings: readonly CardDrawing[]): Promise<Buffer> {
  const pages = await Promise.all(
    drawings.map(async (drawing) => (await drawCard({ ...drawing, format: 'png' })).data),
  );
  return sharp(pages, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}

/** A file of the size named that begins like a JPEG and holds no image: for limits, not for decoding. */
export function bulkyFile(bytes: number, seed = 1): Buffer {
  const data = Buffer.alloc(bytes);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]).copy(data);
  if (bytes >= 8) data.writeUInt32BE(seed, 4);
  return data;
}
