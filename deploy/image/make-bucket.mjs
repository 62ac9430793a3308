// Makes the bucket that STORE names unless it is there. Plain S3 calls by Cardmill's own adapter, so it
// does for any S3 what a vendor's client does for one.
import { setTimeout as sleep } from 'node:timers/promises';

import {
  completeStore,
  createStore,
  ensureBucket,
  StorageRefused,
  storageConfigSchema,
  StorageUnavailable,
} from '@cardmill/storage';

const DEADLINE_MS = 60_000;

const config = storageConfigSchema.parse(completeStore(process.env).STORE);
if (config.kind !== 's3') throw new Error('STORE is a folder, which needs no bucket');
const store = createStore(config);

// Keys that may not make buckets are fine as long as theirs is there, hence the look first.
async function look() {
  try {
    await store.ready();
    return 'is there';
  } catch (error) {
    if (!(error instanceof StorageRefused)) throw error;
    await ensureBucket(config);
    return 'made';
  }
}

// Storage answers its health check a moment before it serves; only that is waited for.
const giveUpAt = Date.now() + DEADLINE_MS;
for (;;) {
  try {
    const outcome = await look();
    console.log(`bucket ${config.bucket}: ${outcome}`);
    break;
  } catch (error) {
    if (!(error instanceof StorageUnavailable) || Date.now() > giveUpAt) throw error;
    await sleep(1_000);
  }
}
await store.close();
