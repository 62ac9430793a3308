import sharp, { type OverlayOptions } from 'sharp';

import { setType } from './set-type.ts';

/** One printed label with what was typed beside it. */
export interface CatalogueEntry {
  label: string;
  value: string;
}

export interface CatalogueCard {
  entries: readonly CatalogueEntry[];
  /** Typed in the upper right corner, where drawers are searched by. */
  corner?: string;
  /** The house's stamp across the lower right corner. */
  stamp?: string;
  /** Degrees clockwise, as a scan that lies crooked. */
  angle?: number;
  /** Pixels; the default is A6 at 300 dpi. Type and lines grow with it. */
  width?: number;
  height?: number;
  /** A scanner that is out of focus. */
  blurred?: boolean;
}

const A6_WIDTH = 1748;
const paper = { r: 243, g: 235, b: 214 };
const bed = { r: 92, g: 94, b: 97 };

/** Draws a scan of a printed catalogue card that somebody filled in by typewriter: rules, hole, stamp, the scanner's bed around. */
export async function drawCatalogueCard(card: CatalogueCard): Promise<Buffer> {
  const { width = A6_WIDTH, height = 1240, angle = 0.6 } = card;
  const unit = width / A6_WIDTH;
  const px = (size: number): number => Math.round(size * unit);
  const layers: OverlayOptions[] = [{ input: Buffer.from(form(width, height, px)), left: 0, top: 0 }];
  if (card.corner !== undefined) {
    const input = await setType({ text: card.corner, face: 'typed', size: px(44), color: '#26242c' });
    const { width: wide } = await sharp(input).metadata();
    layers.push({ input, left: width - wide - px(120), top: px(96) });
  }
  let top = px(210);
  for (const { label, value } of card.entries) {
    layers.push({
      input: await setType({ text: `${label}:`, face: 'italic', size: px(30), color: '#6d5a4c' }),
      left: px(110),
      top: top + px(12),
    });
    if (value.trim() === '') {
      top += px(92);
      continue;
    }
    const input = await setType({
      text: value,
      face: 'typed',
      size: px(42),
      color: '#2a2831',
      width: width - px(430 + 120),
    });
    const { height: tall } = await sharp(input).metadata();
    layers.push({ input, left: px(430), top });
    top += Math.max(px(92), tall + px(48));
  }
  if (card.stamp !== undefined) layers.push(await stampOf(card.stamp, width, height, px));
  const flat = await sharp({ create: { width, height, channels: 3, background: paper } })
    .composite(layers)
    .png({ compressionLevel: 1 })
    .toBuffer();
  // In steps: sharp turns before it lays pictures over each other, whatever the order of the calls.
  const lying = await sharp(flat).rotate(angle, { background: bed }).png({ compressionLevel: 1 }).toBuffer();
  const edge = px(26);
  const scan = sharp(lying).extend({ top: edge, bottom: edge, left: edge, right: edge, background: bed });
  return (card.blurred === true ? scan.blur(9) : scan)
    .withMetadata({ density: 300 })
    .jpeg({ quality: 82 })
    .toBuffer();
}

/** What the printer put on every card, and the hole of the drawer's rod; the light falls off towards the edges. */
function form(width: number, height: number, px: (size: number) => number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><radialGradient id="light" cx=".46" cy=".42" r=".8">
      <stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#6b5326" stop-opacity=".2"/>
    </radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#light)"/>
    <line x1="${px(110)}" x2="${width - px(110)}" y1="${px(168)}" y2="${px(168)}" stroke="#b5552f" stroke-opacity=".55" stroke-width="${px(3)}"/>
    <circle cx="${width / 2}" cy="${height - px(92)}" r="${px(38)}" fill="#5c5e61"/>
    <circle cx="${width / 2}" cy="${height - px(92)}" r="${px(41)}" fill="none" stroke="#8b7c59" stroke-opacity=".5" stroke-width="${px(3)}"/>
  </svg>`;
}

async function stampOf(
  text: string,
  width: number,
  height: number,
  px: (size: number) => number,
): Promise<OverlayOptions> {
  const words = await setType({ text, face: 'bold', size: px(30), color: '#7a2e63' });
  const { width: wide, height: tall } = await sharp(words).metadata();
  const [boxWide, boxTall] = [wide + px(44), tall + px(36)];
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${boxWide}" height="${boxTall}">
    <rect x="2" y="2" width="${boxWide - 4}" height="${boxTall - 4}" rx="${px(8)}" fill="none" stroke="#7a2e63" stroke-width="${px(4)}"/></svg>`;
  const flat = await sharp(Buffer.from(frame))
    .composite([{ input: words, left: px(22), top: px(18) }])
    .png()
    .toBuffer();
  // Ink of a stamp lets the paper through.
  const input = await sharp(flat)
    .ensureAlpha()
    .linear([1, 1, 1, 0.72], [0, 0, 0, 0])
    .rotate(-6, { background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
  const size = await sharp(input).metadata();
  return {
    input,
    left: width - size.width - px(90),
    top: height - size.height - px(70),
  };
}
