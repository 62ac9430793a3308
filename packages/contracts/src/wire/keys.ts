/** Object keys are made here only, from ids, never from a name somebody typed. Objects are immutable. */
export const batchPrefix = (batchId: string): string => `batches/${batchId}/`;

/** The bytes as they were uploaded; shared by all pages of one TIFF. */
export const originalKey = (batchId: string, fileId: string): string =>
  `${batchPrefix(batchId)}files/${fileId}/original`;

/** Derivatives of one card as made of one file. Keyed by file too: a new scan gets new objects. */
export const scanPrefix = (batchId: string, cardId: string, fileId: string): string =>
  `${batchPrefix(batchId)}cards/${cardId}/${fileId}/`;

/** The upright image, JPEG. */
export const accessKey = (batchId: string, cardId: string, fileId: string): string =>
  `${scanPrefix(batchId, cardId, fileId)}access.jpg`;

/** 416 pixels wide, JPEG. */
export const thumbnailKey = (batchId: string, cardId: string, fileId: string): string =>
  `${scanPrefix(batchId, cardId, fileId)}thumbnail.jpg`;

/** What an object key stands for; `cardId` is null for an original. */
export interface ObjectName {
  batchId: string;
  fileId: string;
  cardId: string | null;
}

const id = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';
const original = new RegExp(`^batches/${id}/files/${id}/original$`);
const derivative = new RegExp(`^batches/${id}/cards/${id}/${id}/(?:access|thumbnail)\\.jpg$`);

/** The other way round: null for a key that is not made here. */
export function parseKey(key: string): ObjectName | null {
  const [, batchId, fileId] = original.exec(key) ?? [];
  if (batchId !== undefined && fileId !== undefined) return { batchId, fileId, cardId: null };
  const [, ofBatch, cardId, ofFile] = derivative.exec(key) ?? [];
  if (ofBatch === undefined || cardId === undefined || ofFile === undefined) return null;
  return { batchId: ofBatch, fileId: ofFile, cardId };
}
