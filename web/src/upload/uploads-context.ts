import { createContext, useContext, useSyncExternalStore } from 'react';

import type { UploadState } from './uploader.ts';
import type { BatchUpload, Uploads } from './uploads.ts';

export const UploadsContext = createContext<Uploads | null>(null);

export function useUploads(): Uploads {
  const uploads = useContext(UploadsContext);
  if (uploads === null) throw new Error('useUploads outside of UploadsContext');
  return uploads;
}

export function useUpload(batch: string): [UploadState, BatchUpload] {
  const upload = useUploads().of(batch);
  return [useSyncExternalStore(upload.uploader.subscribe, upload.uploader.state), upload];
}
