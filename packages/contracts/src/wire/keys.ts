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
