const part = encodeURIComponent;

export const batchUrl = (batch: string): string => `/api/v1/batches/${part(batch)}`;
export const fileUrl = (batch: string, filename: string): string =>
  `${batchUrl(batch)}/files/${part(filename)}`;
export const exportUrl = (batch: string, format: 'csv' | 'json'): string =>
  `${batchUrl(batch)}/export?format=${format}`;

/** @param take raised to ask again for an image that was not made yet, past any cache. */
export function imageUrl(batch: string, filename: string, variant: 'access' | 'thumbnail', take = 0): string {
  const again = take === 0 ? '' : `&take=${take}`;
  return `/batches-static/${part(batch)}/${part(filename)}?variant=${variant}${again}`;
}

/** A query string of what is there. */
export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}
