import { type StorageConfigInput, storageConfigSchema } from './config.ts';
import { createFolderStore } from './folder.ts';
import type { ObjectStore } from './port.ts';
import { createS3Store } from './s3.ts';

/**
 * The store that a URL or its parts name; connects lazily, `ready()` tells whether it works.
 *
 * @throws ZodError whose words never hold the secret
 */
export function createStore(input: StorageConfigInput): ObjectStore {
  const config = storageConfigSchema.parse(input);
  switch (config.kind) {
    case 'folder':
      return createFolderStore(config);
    case 's3':
      return createS3Store(config);
  }
}
