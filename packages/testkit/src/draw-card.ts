import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import sharp from 'sharp';

/** One line of print on a card. */
export interface CardLine {
  text: string;
  bold?: boolean;
}

export interface CardDrawing {
  /** A headline, larger and bold, above the lines. */
  title?: string;
  lines: readonly (CardLine | string)[];
  /** Pixels; the default is a 12.5 × 7.5 cm card at 300 dpi. */
  width?: number;
  height?: number;
  /** Degrees clockwise, as a scan that lies crooked. */
  angle?: number;
  format?: 'png' | 'jpeg' | 'tiff' | 'webp';
}

export interface DrawnCard {
  data: Buffer;
  /** What stands on it, one line each: what a perfect reading would give. */
  text: string;
}

const paper = '#f6f0df';
const ink = '#1a1a22';
// Points at 72 dpi are pixels. 45 px of type give lower-case letters of about 25 px, which tesseract likes best.
const lineSize = 45;
const titleSize = 60;

// The font comes with npm: a bare system has none, and another one would be another picture.
const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** Draws an index card with known text. The same drawing gives the same bytes on one machine. */
export async function drawCard(drawing: CardDrawing): Promise<DrawnCard> {
  const { width = 1476, height = 886, angle = 0, format = 'png' } = drawing;
  const lines = drawing.lines.map((line) => (typeof line === 'string' ? { text: line } : line));
  const rows = [
    ...(drawing.title === undefined ? [] : [{ text: drawing.title, bold: true, size: titleSize }]),
    ...lines.map((line) => ({ bold: false, size: lineSize, ...line })),
  ];
  const layers = [];
  let top = Math.round(height * 0.09);
  for (const row of rows) {
    // A blank line takes room and no ink; pango refuses to draw nothing.
    if (row.text.trim() !== '')
      layers.push({ input: await setType(row), left: Math.round(width * 0.06), top });
    top += Math.round(row.size * 1.8);
  }
  const card = sharp({ create: { width, height, channels: 3, background: paper } }).composite(layers);
  // In two steps: sharp rotates before it composites, whatever the order of the calls.
  const upright = await card.png({ compressionLevel: 1 }).toBuffer();
  const turned = angle === 0 ? sharp(upright) : sharp(upright).rotate(angle, { background: paper });
  return {
    data: await turned.withMetadata({ density: 300 }).toFormat(format).toBuffer(),
    text: rows.map((row) => row.text).join('\n'),
  };
}

async function setType(row: { text: string; bold: boolean; size: number }): Promise<Buffer> {
  const file = row.bold ? 'DejaVuSans-Bold.ttf' : 'DejaVuSans.ttf';
  const escaped = row.text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return sharp({
    text: {
      text: `<span foreground="${ink}">${escaped}</span>`,
      font: `DejaVu Sans${row.bold ? ' Bold' : ''} ${row.size}`,
      fontfile: join(fonts, file),
      dpi: 72,
      rgba: true,
    },
  })
    .png()
    .toBuffer();
}
