import sharp from 'sharp';

import { setType } from './set-type.ts';

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
      layers.push({
        input: await setType({
          text: row.text,
          face: row.bold ? 'bold' : 'sans',
          size: row.size,
          color: ink,
        }),
        left: Math.round(width * 0.06),
        top,
      });
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
