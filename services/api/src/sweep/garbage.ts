import { batchPrefix, originalKey, scanPrefix } from '@cardmill/contracts/wire';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { AT_ONCE, type SweepDeps } from './deps.ts';

/**
 * Longer than the objects of a big drawer take. When collecting fails, the storage being away, it is tried again after
 * that; when it outlasts it, a second sweeper deletes what the first has deleted, which does no harm.
 */
const HOLD_MS = 15 * 60_000;

/**
 * Objects and rows of deleted batches. The objects first: while the tombstone is there, a crash in between is made good
 * by the next round.
 */
export async function collectBatches(deps: SweepDeps, stopping: AbortSignal): Promise<void> {
  const { db, graceMs, logger } = deps;
  for (const batchId of await db.sweep.takeDeleted(graceMs, AT_ONCE, HOLD_MS)) {
    await failPoint('sweep.beforeDelete', batchId);
    const objects = await deletePrefix(deps, batchPrefix(batchId), stopping);
    if (stopping.aborted) return;
    await failPoint('sweep.afterDelete', batchId);
    await db.sweep.purge(batchId);
    logger.info({ batchId, objects }, 'deleted batch collected');
  }
}

/**
 * Objects of living batches that no card needs: of uploads that died, of scans that were replaced, of cards that were
 * taken out. Keys hold the file's own id, so nothing that was sent again can be hit.
 */
export async function collectFiles(deps: SweepDeps, stopping: AbortSignal): Promise<void> {
  const { db, store, graceMs, metrics, logger } = deps;
  for (const garbage of await db.sweep.takeGarbage(graceMs, AT_ONCE, HOLD_MS)) {
    const { fileId, batchId, whole, cardIds } = garbage;
    await failPoint('sweep.beforeDelete', fileId);
    for (const cardId of cardIds) await deletePrefix(deps, scanPrefix(batchId, cardId, fileId), stopping);
    if (stopping.aborted) return;
    if (whole) {
      await store.delete(originalKey(batchId, fileId));
      metrics.collected.inc();
    }
    await failPoint('sweep.afterDelete', fileId);
    await db.sweep.collected(garbage);
    logger.info({ batchId, fileId, whole, cards: cardIds.length }, 'garbage of a file collected');
  }
}

async function deletePrefix(
  { store, metrics }: SweepDeps,
  prefix: string,
  stopping: AbortSignal,
): Promise<number> {
  let objects = 0;
  for await (const { key } of store.list(prefix)) {
    if (stopping.aborted) break;
    await store.delete(key);
    metrics.collected.inc();
    objects += 1;
  }
  return objects;
}
