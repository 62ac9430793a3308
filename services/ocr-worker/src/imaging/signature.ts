/** The image types that a card may have. */
export type CardFormat = 'jpeg' | 'png' | 'tiff' | 'webp';

/** The card's type by its leading bytes, whatever its name says; null when it is none of ours. */
export function sniffFormat(bytes: Uint8Array): CardFormat | null {
  const starts = (prefix: readonly number[], at = 0) => prefix.every((byte, i) => bytes[at + i] === byte);
  if (starts([0xff, 0xd8, 0xff])) return 'jpeg';
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  // Classic TIFF (42) and BigTIFF (43), in either byte order.
  if (starts([0x49, 0x49, 0x2a, 0x00]) || starts([0x4d, 0x4d, 0x00, 0x2a])) return 'tiff';
  if (starts([0x49, 0x49, 0x2b, 0x00]) || starts([0x4d, 0x4d, 0x00, 0x2b])) return 'tiff';
  if (starts([0x52, 0x49, 0x46, 0x46]) && starts([0x57, 0x45, 0x42, 0x50], 8)) return 'webp';
  return null;
}

/**
 * Whether a file that failed to decode ends too early, by its own structure.
 *
 * libvips words the same fault differently in every loader ("libpng read error" is a cut PNG), so its
 * messages cannot tell a cut file from a damaged one. TIFF keeps its directory anywhere and is left to them.
 */
export function endsTooEarly(bytes: Uint8Array, format: CardFormat): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'jpeg':
      return !view.subarray(-1024).includes(Buffer.from([0xff, 0xd9]));
    case 'png':
      return !view.subarray(-1024).includes('IEND');
    case 'webp':
      return view.length < 12 || view.length < view.readUInt32LE(4) + 8;
    case 'tiff':
      return false;
  }
}
