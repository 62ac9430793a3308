import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeBatchName } from '@cardmill/contracts';
import { accessKey, batchPrefix, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import { type Claim, createDatabase, type Database, type Reading } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { createStore, type ObjectStore } from '@cardmill/storage';
import { freshDatabase } from '@cardmill/testkit';

import { createApiMetrics } from '../metrics.ts';
import { pageNames } from '../upload/upload.ts';
import type { SweepDeps } from './deps.ts';

export const READING: Reading = { text: 'x', confidence: 90, fields: {}, words: [], how: {} };

/** A database and a folder store without an API, whose own sweeper would come in between. */
export async function house() {
  const database = await freshDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'cardmill-sweep-'));
  const store = createStore(`file://${dir}`);
  const open: Database[] = [];

  /** What a sweeper in a process of its own is given, without grace and patience. */
  function sweeper(change: Partial<Omit<SweepDeps, 'db'>> = {}) {
    const db = createDatabase(database.url, { poolSize: 3 });
    open.push(db);
    const hinted: string[] = [];
    const metrics = createApiMetrics();
    const logger = createLogger({ service: 'test', level: 'silent' });
    const hints: SweepDeps['hints'] = {
      send: ({ batch, kind }) => void hinted.push(`${kind} ${batch}`),
      changed: (batch) => void hinted.push(`change ${batch}`),
    };
    const times = { draftDays: 30, stopAfterMs: 0, graceMs: 0 };
    return { db, store, hints, hinted, metrics, logger, ...times, ...change };
  }

  const deps = sweeper();
  const { db } = deps;
  return {
    url: database.url,
    dir,
    db,
    store,
    deps,
    sweeper,

    async batch(pages = 1) {
      const name = makeBatchName('Test', new Date(), randomBytes(4).toString('hex'));
      const setUp = { title: 'Test', station: '', fields: [], templateId: 'free-text', languages: ['deu'] };
      const { id } = await db.createBatch(name, { ...setUp, options: {} });
      const { fileId } = await sendFile(db, store, id, 'a.jpg', randomBytes(300), pages);
      return { name, id, fileId };
    },

    /** Makes the images of every card of the batch and puts the cards down again. */
    async inspect(batchId: string): Promise<Claim[]> {
      const claims: Claim[] = [];
      for (const card of await db.listCards(batchId, 0, 100)) {
        const claim = await db.work.claim(card.id, 'test', 30_000);
        if (claim === null) continue;
        await storeImages(store, claim);
        await db.work.inspected(claim, { width: 1, height: 1, flags: [] }, true);
        claims.push(claim);
      }
      return claims;
    },

    /** Keys of a batch's objects without the part that all have, sorted. */
    async objects(batchId: string): Promise<string[]> {
      const prefix = batchPrefix(batchId);
      const keys: string[] = [];
      for await (const { key } of store.list(prefix)) keys.push(key.slice(prefix.length));
      return keys.toSorted();
    },

    async close() {
      for (const each of open) await each.close();
      await store.close();
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The steps of an upload: intent, bytes, commit. */
export async function sendFile(
  db: Database,
  store: ObjectStore,
  batchId: string,
  filename: string,
  bytes: Buffer,
  pages = 1,
) {
  const { id: fileId } = await db.intendFile(batchId, filename);
  await store.put(originalKey(batchId, fileId), bytes, { contentType: 'image/jpeg' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { sha256, size: bytes.length, mediaType: 'image/jpeg' };
  return { fileId, reply: await db.acceptFile(fileId, file, pageNames(filename, pages)) };
}

export async function storeImages(
  store: ObjectStore,
  scan: Pick<Claim, 'batchId' | 'cardId' | 'fileId' | 'orientation'>,
): Promise<void> {
  const jpeg = { contentType: 'image/jpeg' };
  await store.put(accessKey(scan), Buffer.from('a'), jpeg);
  await store.put(thumbnailKey(scan), Buffer.from('t'), jpeg);
}
