/** What a key's ending says of its type. Other types are kept beside the object, see `folder.ts`. */
const byEnding: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  webp: 'image/webp',
  json: 'application/json',
};

/** The type of an object that says nothing else. */
export const impliedType = (key: string): string =>
  byEnding[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
