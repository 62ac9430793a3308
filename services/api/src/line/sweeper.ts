import { batchPrefix, originalKey } from '@cardmill/contracts/wire';
import type { Database } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';
import type { ObjectStore } from '@cardmill/storage';

import type { Hints } from '../hints.ts';
import type { ApiMetrics } from '../metrics.ts';
import { createTicker, type Ticker } from './ticker.ts';

const SWEEP_MS = 10_000;
/** Counting every batch of the day is the dear part. */
const RECOUNT_EVERY = 6;
const AT_ONCE = 20;
const DEAD_UPLOAD_MS = 24 * 3_600_000;

export interface SweeperDeps {
  db: Pick<Database, 'line' | 'deleteBatch' | 'abandonFile'>;
  store: Pick<ObjectStore, 'list' | 'delete'>;
  hints: Hints;
  /** 0: drafts are kept for good. */
  draftDays: number;
  /** An upload begun longer ago is dead; default a day, since a silent line is dropped after two minutes. */
  deadUploadMs?: number;
  metrics: ApiMetrics;
  logger: Logger;
}

/**
 * Collects what nobody names any more: objects and rows of deleted batches, drafts nobody touched, uploads that died.
 * And counts again: a counter that differs from its rows is mended and is a defect. Several may run at once.
 */
export function createSweeper(deps: SweeperDeps): Ticker {
  let rounds = 0;
  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (err) {
      // Away for a while, or full: the next round tries again.
      deps.logger.warn({ err, sweep: what }, 'sweeper: a task failed');
    }
  };
  const tasks = sweeperTasks(deps);
  return createTicker(SWEEP_MS, async () => {
    await guarded('drafts', tasks.abandonedDrafts);
    await guarded('deleted batches', tasks.deletedBatches);
    if (rounds % RECOUNT_EVERY === 0) {
      await guarded('uploads', tasks.deadUploads);
      await guarded('recount', tasks.recount);
    }
    rounds += 1;
  });
}

/** What the sweeper does, each by itself. */
export const sweeperTasks = (deps: SweeperDeps) => ({
  abandonedDrafts: () => deleteAbandonedDrafts(deps),
  deletedBatches: () => purgeDeleted(deps),
  deadUploads: () => collectDeadUploads(deps),
  recount: () => recount(deps),
});

async function deleteAbandonedDrafts({ db, hints, draftDays, logger }: SweeperDeps): Promise<void> {
  if (draftDays === 0) return;
  for (const batch of await db.line.abandonedDrafts(draftDays, AT_ONCE)) {
    const deleted = await db.deleteBatch(batch);
    if (deleted === null) continue;
    logger.info({ batch, draftDays }, 'abandoned draft deleted');
    hints.send({ batch, seq: deleted.seq, kind: 'gone' });
  }
}

/** The objects first: while the tombstone is there, a crash in between is made good by the next round. */
async function purgeDeleted({ db, store, metrics, logger }: SweeperDeps): Promise<void> {
  for (const batchId of await db.line.deletedBatches(AT_ONCE)) {
    let objects = 0;
    await failPoint('sweep.beforeDelete', batchId);
    for await (const { key } of store.list(batchPrefix(batchId))) {
      await store.delete(key);
      objects += 1;
    }
    await failPoint('sweep.afterDelete', batchId);
    metrics.collected.inc(objects);
    await db.line.purge(batchId);
    logger.info({ batchId, objects }, 'deleted batch collected');
  }
}

async function collectDeadUploads({
  db,
  store,
  deadUploadMs = DEAD_UPLOAD_MS,
  metrics,
  logger,
}: SweeperDeps): Promise<void> {
  for (const { id, batchId } of await db.line.deadIntents(deadUploadMs, AT_ONCE)) {
    await store.delete(originalKey(batchId, id));
    await db.abandonFile(id);
    metrics.collected.inc();
    logger.info({ batchId, fileId: id }, 'dead upload collected');
  }
}

async function recount({ db, metrics, logger }: SweeperDeps): Promise<void> {
  for (const batch of await db.line.recount()) {
    metrics.recounted.inc();
    logger.error({ batch }, 'counters differed from rows: a defect; mended');
  }
}
