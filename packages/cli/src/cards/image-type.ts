import { open } from 'node:fs/promises';

const endings = /\.(?:jpe?g|jpe|jfif|png|tiff?|webp)$/i;

/**
 * True for what Cardmill reads: JPEG, PNG, TIFF and WebP, by its name or else by its first bytes. A file
 * that only has the name of an image counts: when it is none the server says so and the card is failed,
 * which is better than leaving out a damaged scan.
 *
 * @throws when a file without such a name cannot be read
 */
export async function isImage(path: string): Promise<boolean> {
  return endings.test(path) || hasImageBytes(await firstBytes(path));
}

async function firstBytes(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function hasImageBytes(bytes: Buffer): boolean {
  const hex = bytes.toString('hex');
  return (
    hex.startsWith('ffd8ff') ||
    hex.startsWith('89504e470d0a1a0a') ||
    /^(?:49492a00|4d4d002a|49492b00|4d4d002b)/.test(hex) ||
    /^52494646.{8}57454250/.test(hex)
  );
}
