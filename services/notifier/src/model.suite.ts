import type { BatchProgress, CardOutcome } from '@cardmill/contracts';
import type { StoredSummary } from '@cardmill/db';

import type { RelayDatabase } from './relay.ts';

export const BATCH = 'drawer_20260101-000000_00000000';

export const outcomeOf = (
  seq: number,
  card = seq,
  status: CardOutcome['status'] = 'succeeded',
): CardOutcome => ({
  batch: BATCH,
  seq,
  cardId: `00000000-0000-4000-8000-${card.toString(16).padStart(12, '0')}`,
  filename: `card-${card}.jpg`,
  status,
  confidence: status === 'succeeded' ? 90 : null,
  fields: status === 'succeeded' ? {} : null,
  error: status === 'failed' ? { code: 'ocr_failed', message: 'no' } : null,
  durationMs: 5,
});

export const progressOf = (seq: number, part: Partial<BatchProgress> = {}): BatchProgress => ({
  batch: BATCH,
  run: 1,
  seq,
  status: 'running',
  total: 100,
  current: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  percentage: 0,
  etaSeconds: null,
  cardsPerMinute: null,
  workers: 1,
  waiting: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  lastResult: null,
  error: null,
  ...part,
});

export const batchOf = (progress: BatchProgress): StoredSummary => ({
  id: '00000000-0000-7000-8000-000000000000',
  name: progress.batch,
  title: 'Drawer',
  station: '',
  status: progress.status,
  run: progress.run,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: progress.startedAt,
  finishedAt: null,
  fileCount: progress.total,
  counts: {
    ready: 0,
    queued: progress.total - progress.current,
    processing: 0,
    succeeded: progress.succeeded,
    failed: progress.failed,
    cancelled: progress.cancelled,
  },
  errorCount: progress.failed,
  version: 1,
  progress,
});

/** One batch in memory, read like the database; `reads` says how many are under way at most. */
export function createFakeDatabase() {
  let progress: BatchProgress | null = progressOf(0);
  let outcomes: CardOutcome[] = [];
  let failure: Error | null = null;
  let under = 0;
  const reads = { total: 0, atOnce: 0, eachMs: 1 };
  /** Runs between the answer being fixed and given. */
  let meanwhile: (() => void) | null = null;

  async function read<T>(answer: () => T): Promise<T> {
    reads.total += 1;
    under += 1;
    reads.atOnce = Math.max(reads.atOnce, under);
    const value = answer();
    await new Promise((resolve) => setTimeout(resolve, reads.eachMs));
    under -= 1;
    const then = meanwhile;
    meanwhile = null;
    then?.();
    if (failure !== null) throw failure;
    return value;
  }

  const db: RelayDatabase = {
    line: {
      summary: () => read(() => (progress === null ? null : batchOf(progress))),
      outcomes: (_id, since, limit) =>
        read(() =>
          outcomes
            .filter((outcome) => outcome.seq > since)
            .sort((a, b) => a.seq - b.seq)
            .slice(0, limit),
        ),
    },
  };

  return {
    db,
    reads,
    /** A card ends with the next number. */
    end: (card: number, status: CardOutcome['status'] = 'succeeded'): void => {
      if (progress === null) return;
      const outcome = outcomeOf(progress.seq + 1, card, status);
      outcomes = [...outcomes.filter((other) => other.cardId !== outcome.cardId), outcome];
      progress = { ...progress, seq: outcome.seq, lastResult: outcome };
    },
    /** An action takes the next number; the failed cards are open again. */
    act: (part: Partial<BatchProgress> = {}): void => {
      if (progress === null) return;
      outcomes = outcomes.filter((outcome) => outcome.status === 'succeeded');
      progress = { ...progress, seq: progress.seq + 1, ...part };
    },
    change: (part: Partial<BatchProgress>): void => {
      if (progress !== null) progress = { ...progress, ...part };
    },
    remove: (): void => {
      progress = null;
    },
    fail: (error: Error | null): void => {
      failure = error;
    },
    during: (action: () => void): void => {
      meanwhile = action;
    },
  };
}
