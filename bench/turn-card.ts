import sharp, { type Sharp } from 'sharp';

/** How a scanner fills what is not card: paper white, or the colour at the card's edge. */
export type Fill = 'white' | 'edge';

/** The card turned clockwise, as a JPEG of a scanner's quality; other than by quarter turns the picture grows. */
export async function turnCard(bytes: Uint8Array, degrees: number, fill: Fill = 'edge'): Promise<Buffer> {
  const upright = sharp(bytes, { failOn: 'none' }).autoOrient().removeAlpha().toColourspace('srgb');
  const background = fill === 'white' ? '#ffffff' : await edgeColour(upright.clone());
  return await upright.rotate(degrees, { background }).jpeg({ quality: 90 }).toBuffer();
}

/** Median of the outermost pixels, of each channel by itself. */
async function edgeColour(image: Sharp): Promise<{ r: number; g: number; b: number }> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const at = (x: number, y: number, channel: number) => data[(y * width + x) * channels + channel] ?? 0;
  const median = (channel: number): number => {
    const values = [
      ...Array.from({ length: width }, (_, x) => [at(x, 0, channel), at(x, height - 1, channel)]),
      ...Array.from({ length: height }, (_, y) => [at(0, y, channel), at(width - 1, y, channel)]),
    ].flat();
    return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 255;
  };
  return { r: median(0), g: median(Math.min(1, channels - 1)), b: median(Math.min(2, channels - 1)) };
}
