import { MAX_MISSED } from './events.ts';
import { type BatchProgress, type CardOutcome, percentageOf } from './progress.ts';
import type { Random } from './random.suite.ts';
import type { WatchEvent } from './watch.ts';

const BATCH = 'drawer_20260101-000000_00000000';

export const cardId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const outcomeOf = (
  seq: number,
  card: number,
  status: CardOutcome['status'] = 'succeeded',
): CardOutcome => ({
  batch: BATCH,
  seq,
  cardId: cardId(card),
  filename: `card-${card}.jpg`,
  status,
  confidence: status === 'succeeded' ? 90 : null,
  fields: status === 'succeeded' ? {} : null,
  error: status === 'failed' ? { code: 'ocr_failed', message: 'no' } : null,
  durationMs: 5,
});

export function progressOf(seq: number, part: Partial<BatchProgress> = {}): BatchProgress {
  return {
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
    updatedAt: new Date(Date.UTC(2026, 0, 1) + seq * 10).toISOString(),
    lastResult: null,
    error: null,
    ...part,
  };
}

/**
 * A batch as the database keeps it: numbers, cards' latest outcomes, counters. `live` is what a perfect relay sends
 * for one number; `ack` what it answers to `subscribe({since})` at this moment.
 */
export function createModelBatch(cards: number) {
  const outcomes = new Map<number, CardOutcome>();
  let seq = 1;
  let run = 1;

  function progress(at = seq): BatchProgress {
    const ended = [...outcomes.values()];
    const succeeded = ended.filter((outcome) => outcome.status === 'succeeded').length;
    const failed = ended.length - succeeded;
    const terminal = ended.length === cards;
    return progressOf(at, {
      run,
      status: terminal ? (succeeded === 0 ? 'failed' : 'completed') : 'running',
      total: cards,
      current: ended.length,
      succeeded,
      failed,
      percentage: percentageOf(ended.length, cards, terminal),
      etaSeconds: terminal ? 0 : null,
      lastResult: ended.toSorted((a, b) => a.seq - b.seq).at(-1) ?? null,
    });
  }

  return {
    outcomes: () => new Map([...outcomes.values()].map((outcome) => [outcome.cardId, outcome])),
    progress: () => progress(),
    open: (): number[] =>
      Array.from({ length: cards }, (_, card) => card).filter((card) => !outcomes.has(card)),

    /** One card ends. */
    end(card: number, status: CardOutcome['status']): WatchEvent[] {
      seq += 1;
      const outcome = outcomeOf(seq, card, status);
      outcomes.set(card, outcome);
      return [
        { kind: 'card', outcome },
        { kind: 'progress', progress: progress() },
      ];
    },

    /** The failed cards are read again. */
    retry(): WatchEvent[] {
      for (const [card, outcome] of outcomes) if (outcome.status === 'failed') outcomes.delete(card);
      seq += 1;
      run += 1;
      return [{ kind: 'progress', progress: progress() }];
    },

    ack(since: number | undefined, most = MAX_MISSED): Extract<WatchEvent, { kind: 'subscribed' }> {
      const all =
        since === undefined
          ? []
          : [...outcomes.values()].filter((outcome) => outcome.seq > since).sort((a, b) => a.seq - b.seq);
      return {
        kind: 'subscribed',
        progress: progress(),
        missed: all.slice(0, most),
        truncated: all.length > most,
      };
    },
  };
}

export type ModelBatch = ReturnType<typeof createModelBatch>;

/** Runs a batch to its end, with a retry now and then; returns the messages of a perfect relay in order. */
export function runToEnd(model: ModelBatch, random: Random, failing = 0.2): WatchEvent[] {
  const events: WatchEvent[] = [];
  for (let retries = 0; ; retries += 1) {
    for (let open = model.open(); open.length > 0; open = model.open()) {
      const card = open[random.below(open.length)];
      if (card === undefined) break;
      events.push(...model.end(card, random.chance(failing) ? 'failed' : 'succeeded'));
    }
    if (retries === 3) return events;
    events.push(...model.retry());
  }
}
