import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import sharp from 'sharp';

// The font comes with npm: a bare system has none, and another one would be another picture.
const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

const FACES = {
  sans: { font: 'DejaVu Sans', file: 'DejaVuSans.ttf' },
  bold: { font: 'DejaVu Sans Bold', file: 'DejaVuSans-Bold.ttf' },
  typed: { font: 'DejaVu Sans Mono', file: 'DejaVuSansMono.ttf' },
  serif: { font: 'DejaVu Serif', file: 'DejaVuSerif.ttf' },
  italic: { font: 'DejaVu Serif Italic', file: 'DejaVuSerif-Italic.ttf' },
} as const;

export interface SetType {
  text: string;
  face: keyof typeof FACES;
  /** Points at 72 dpi, which are pixels. */
  size: number;
  color: string;
  /** Lines are broken at this many pixels. */
  width?: number;
}

/** Text as a transparent picture, cut to its ink. */
export async function setType({ text, face, size, color, width }: SetType): Promise<Buffer> {
  const { font, file } = FACES[face];
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return sharp({
    text: {
      text: `<span foreground="${color}">${escaped}</span>`,
      font: `${font} ${size}`,
      fontfile: join(fonts, file),
      dpi: 72,
      rgba: true,
      ...(width === undefined ? {} : { width, wrap: 'word' }),
    },
  })
    .png()
    .toBuffer();
}
