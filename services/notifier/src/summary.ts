import type { BatchSummary } from '@cardmill/contracts';
import type { StoredBatch } from '@cardmill/db';

/** The batch as lists carry it: without its key and its set-up. */
export function summaryOf(batch: StoredBatch): BatchSummary {
  const { id: _, fields: __, templateId: ___, languages: ____, options: _____, ...summary } = batch;
  return summary;
}

/**
 * Equal for two summaries that say the same. Pace and time left are left out: they drift with the clock, and a watcher
 * counts down by itself.
 */
export function fingerprint(summary: BatchSummary): string {
  const { progress, ...rest } = summary;
  const { cardsPerMinute: _, etaSeconds: __, updatedAt: ___, ...said } = progress;
  return JSON.stringify({ ...rest, progress: said });
}
