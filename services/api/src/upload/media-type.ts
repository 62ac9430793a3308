import { fileTypeFromBuffer } from 'file-type';

export const MEDIA_TYPES = ['image/jpeg', 'image/png', 'image/tiff', 'image/webp'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Bytes that are looked at. */
export const HEAD_BYTES = 4_100;

// Classic and BigTIFF, both byte orders.
const TIFF = ['49492a00', '4d4d002a', '49492b00', '4d4d002b'];

/** The type that the leading bytes say, if it is accepted; a name's ending says nothing. */
export async function mediaTypeOf(head: Buffer): Promise<MediaType | null> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  // file-type wants to see a TIFF's first directory, which many scanners write behind the pixels.
  const mime = found?.mime ?? (TIFF.includes(head.subarray(0, 4).toString('hex')) ? 'image/tiff' : undefined);
  return MEDIA_TYPES.find((type) => type === mime) ?? null;
}
