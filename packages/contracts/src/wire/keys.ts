import type { Orientation } from '../orientation.ts';

/** Object keys are made here only, from ids, never from a name somebody typed. Objects are immutable. */
export const batchPrefix = (batchId: string): string => `batches/${batchId}/`;

/** The bytes as they were uploaded; shared by all pages of one TIFF. */
export const originalKey = (batchId: string, fileId: string): string =>
  `${batchPrefix(batchId)}files/${fileId}/original`;

/** Derivatives of one card as made of one file. Keyed by file too: a new scan gets new objects. */
export const scanPrefix = (batchId: string, cardId: string, fileId: string): string =>
  `${batchPrefix(batchId)}cards/${cardId}/${fileId}/`;

/** The card that derivatives are of, and how its scan was turned for them: what turns differently is another object. */
export interface ScanKey {
  readonly batchId: string;
  readonly cardId: string;
  readonly fileId: string;
  readonly orientation: Orientation;
}

const derivativeKey = (name: string, { batchId, cardId, fileId, orientation }: ScanKey): string =>
  `${scanPrefix(batchId, cardId, fileId)}${name}${orientation === 0 ? '' : `.${orientation}`}.jpg`;

/** The upright image, JPEG. */
export const accessKey = (scan: ScanKey): string => derivativeKey('access', scan);

/** 416 pixels wide, JPEG. */
export const thumbnailKey = (scan: ScanKey): string => derivativeKey('thumbnail', scan);

/** What an object key stands for; `cardId` is null for an original. */
export interface ObjectName {
  batchId: string;
  fileId: string;
  cardId: string | null;
}

const id = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const original = new RegExp(`^batches/${id}/files/${id}/original$`);
const derivative = new RegExp(
  `^batches/${id}/cards/${id}/${id}/(?:access|thumbnail)(?:\\.(?:90|180|270))?\\.jpg$`,
);

/** The other way round: null for a key that is not made here. */
export function parseKey(key: string): ObjectName | null {
  const [, batchId, fileId] = original.exec(key) ?? [];
  if (batchId !== undefined && fileId !== undefined) return { batchId, fileId, cardId: null };
  const [, ofBatch, cardId, ofFile] = derivative.exec(key) ?? [];
  if (ofBatch === undefined || cardId === undefined || ofFile === undefined) return null;
  return { batchId: ofBatch, fileId: ofFile, cardId };
}
