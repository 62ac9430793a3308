import type { SweepDeps } from './deps.ts';

/** Counts again. A counter that differs from its rows, or a batch whose end was missed, is mended and is a defect. */
export async function recount({ db, hints, metrics, logger }: SweepDeps): Promise<void> {
  for (const { batch, kind } of await db.line.recount()) {
    metrics.repairs.inc({ kind });
    logger.error({ batch, kind }, 'a batch differed from its cards: a defect; mended');
    hints.changed(batch);
  }
}
