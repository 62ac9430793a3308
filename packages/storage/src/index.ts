export { completeStore, storageConfigSchema } from './config.ts';
export type { StorageConfig, StorageConfigInput } from './config.ts';
export { createStore } from './create-store.ts';
export {
  ObjectNotFound,
  ObjectTooLarge,
  StorageError,
  StorageFull,
  StorageRefused,
  StorageUnavailable,
} from './errors.ts';
export { createFolderStore } from './folder.ts';
export { isKey } from './keys.ts';
export type { ListedObject, ObjectContent, ObjectStore, StoredObject } from './port.ts';
export { ensureBucket } from './s3-client.ts';
export type { S3Options } from './s3-client.ts';
export { createS3Store } from './s3.ts';
