import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { completeFields, makeBatchName } from '@cardmill/contracts';
import { originalKey } from '@cardmill/contracts/wire';
import { createDatabase } from '@cardmill/db';
import { createStore } from '@cardmill/storage';
import { blankCard, freshDatabase, freshRedis, waitFor } from '@cardmill/testkit';

/** Everything that workers need, for one test file. @param storeUrl instead of a folder of its own. */
export async function startHouse(storeUrl?: string) {
  const [database, redis, dir] = await Promise.all([
    freshDatabase(),
    freshRedis(),
    mkdtemp(join(tmpdir(), 'cardmill-')),
  ]);
  const db = createDatabase(database.url);
  const storeAt = storeUrl ?? `file://${dir}`;
  const store = createStore(storeAt);
  const bytes = await blankCard();

  return {
    db,
    redis,
    store,
    databaseUrl: database.url,
    /** Settings of a worker of this house. */
    settings: (more: Readonly<Record<string, string>> = {}) => ({
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      STORE: storeAt,
      WORKER_ID: `test-${randomBytes(4).toString('hex')}`,
      IDLE_POLL_MS: '100',
      ...more,
    }),

    /** A started batch of blank cards with these names. */
    async batchOf(filenames: readonly string[]) {
      const name = makeBatchName('Test', new Date(), randomBytes(4).toString('hex'));
      const { id } = await db.createBatch(name, {
        title: 'Test',
        station: '',
        fields: completeFields([{ label: 'Komponist' }]),
        templateId: null,
        languages: ['deu'],
        options: {},
      });
      const originals: string[] = [];
      for (const filename of filenames) {
        const file = await db.intendFile(id, filename);
        await store.put(originalKey(id, file.id), bytes, { contentType: 'image/jpeg' });
        originals.push(originalKey(id, file.id));
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await db.acceptFile(file.id, { sha256, size: bytes.length, mediaType: 'image/jpeg' }, [filename]);
      }
      await db.start(name);
      return { name, id, originals };
    },

    /** Waits for the end of a batch. */
    ended: (name: string, timeoutMs = 60_000) =>
      waitFor(
        async () => {
          const batch = await db.findBatch(name);
          return batch?.finishedAt === null ? undefined : (batch ?? undefined);
        },
        { timeoutMs, what: `the end of ${name}` },
      ),

    async close() {
      await Promise.all([db.close(), store.close()]);
      await Promise.all([database.close(), redis.close(), rm(dir, { recursive: true, force: true })]);
    },
  };
}
