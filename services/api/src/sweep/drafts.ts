import { AT_ONCE, type SweepDeps } from './deps.ts';

/** Deletes drafts that nobody touched for days; their objects are collected after the grace like any others. */
export async function deleteAbandonedDrafts({ db, hints, draftDays, logger }: SweepDeps): Promise<void> {
  if (draftDays === 0) return;
  for (const batch of await db.sweep.abandonedDrafts(draftDays, AT_ONCE)) {
    const deleted = await db.sweep.abandon(batch, draftDays);
    if (!deleted.ok) continue;
    logger.info({ batch, draftDays }, 'abandoned draft deleted');
    hints.send({ batch, seq: deleted.seq, kind: 'gone' });
  }
}
