import { batchPrefix, originalKey, scanPrefix } from '@cardmill/contracts/wire';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { AT_ONCE, type SweepDeps } from './deps.ts';

/** What a sweeper that died or that met trouble has taken is taken again after that. */
const HOLD_MS = 60_000;
/** Within the hold, so that nobody works on what somebody else has. What is left then is the next one's. */
const WORK_MS = 30_000;

/**
 * Objects and rows of deleted batches. The objects first: while the tombstone is there, a crash in between is made good
 * by whoever comes next.
 */
export async function collectBatches(deps: SweepDeps, stopping: AbortSignal): Promise<void> {
  const { db, graceMs, logger } = deps;
  for (let taken = 0; taken < AT_ONCE && !stopping.aborted; taken += 1) {
    const [batchId] = await db.sweep.takeDeleted(graceMs, 1, HOLD_MS);
    if (batchId === undefined) return;
    await failPoint('sweep.beforeDelete', batchId);
    const { objects, all } = await deletePrefix(deps, batchPrefix(batchId), stopping);
    logger.info({ batchId, objects, all }, 'objects of a deleted batch collected');
    if (!all) continue;
    await failPoint('sweep.afterDelete', batchId);
    await db.sweep.purge(batchId);
  }
}

/**
 * Objects of living batches that no card needs: of uploads that died, of scans that were replaced, of cards that were
 * taken out. Keys hold the file's own id, so nothing that was sent again can be hit.
 */
export async function collectFiles(deps: SweepDeps, stopping: AbortSignal): Promise<void> {
  const { db, store, graceMs, metrics, logger } = deps;
  for (let taken = 0; taken < AT_ONCE && !stopping.aborted; taken += 1) {
    const [garbage] = await db.sweep.takeGarbage(graceMs, 1, HOLD_MS);
    if (garbage === undefined) return;
    const { fileId, batchId, whole, cardIds } = garbage;
    await failPoint('sweep.beforeDelete', fileId);
    for (const cardId of cardIds) {
      const { all } = await deletePrefix(deps, scanPrefix(batchId, cardId, fileId), stopping);
      if (!all) return;
    }
    if (whole) {
      await store.delete(originalKey(batchId, fileId));
      metrics.collected.inc();
    }
    await failPoint('sweep.afterDelete', fileId);
    await db.sweep.collected(garbage);
    logger.info({ batchId, fileId, whole, cards: cardIds.length }, 'garbage of a file collected');
  }
}

/** Deletes for a while. `all`: nothing is left below the prefix. */
async function deletePrefix(
  { store, metrics }: SweepDeps,
  prefix: string,
  stopping: AbortSignal,
): Promise<{ objects: number; all: boolean }> {
  const until = performance.now() + WORK_MS;
  let objects = 0;
  for await (const { key } of store.list(prefix)) {
    if (stopping.aborted || performance.now() > until) return { objects, all: false };
    await store.delete(key);
    metrics.collected.inc();
    objects += 1;
  }
  return { objects, all: true };
}
