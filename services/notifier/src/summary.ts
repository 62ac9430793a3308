import type { BatchSummary } from '@cardmill/contracts';
import type { StoredSummary } from '@cardmill/db';

/** The batch as the socket carries it: without its key. */
export function summaryOf(stored: StoredSummary): BatchSummary {
  const { id: _, ...summary } = stored;
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
