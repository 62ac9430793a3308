import type { BatchSummary } from '@cardmill/contracts';

/** Where a click on the row leads: to what is next for this batch. */
export function home(batch: BatchSummary): string {
  const step = {
    draft: batch.fileCount === 0 ? 'upload' : 'configure',
    queued: 'process',
    running: 'process',
    completed: 'results',
    failed: 'process',
    cancelled: 'process',
  }[batch.status];
  return `/batches/${batch.name}/${step}`;
}
