import { createContext, useContext, useSyncExternalStore } from 'react';

import type { Uploader, UploadState } from './uploader.ts';
import type { Uploads } from './uploads.ts';

export const UploadsContext = createContext<Uploads | null>(null);

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (uploads === null) throw new Error('useUploads outside of UploadsContext');
  return uploads;
}

export function useUpload(batch: string): [UploadState, Uploader] {
  const uploader = useUploads().of(batch);
  return [useSyncExternalStore(uploader.subscribe, uploader.state), uploader];
}
