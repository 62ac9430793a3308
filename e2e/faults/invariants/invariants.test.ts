import type { BatchProgress, CardOutcome } from '@cardmill/contracts';
import { emptyWatch } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import type { Sent } from '../harness/history.ts';
import {
  acknowledgedCardsEnded,
  countersEqualRows,
  extraAttempts,
  resultsAreTheWinners,
  sameBytesAreOneCard,
} from './cards.ts';
import { numbersAreGapless, watcherSawTheTruth } from './numbers.ts';
import type { CardRow, Rows } from './rows.ts';

// A checker that finds nothing wrong proves nothing until it has been seen to find what is wrong.
const card = (n: number, over: Partial<CardRow> = {}): CardRow => ({
  id: `card-${n}`,
  filename: `${n}.jpg`,
  fileId: `file-${n}`,
  state: 'succeeded',
  run: 1,
  attempt: 2,
  held: false,
  lastSeq: n + 1,
  inspected: true,
  orientation: 0,
  errorCode: null,
  result: { attempt: 2, run: 1, olderScan: false },
  ...over,
});
const counts = { ready: 0, queued: 0, processing: 0, succeeded: 2, failed: 0, cancelled: 0 };
function rows(cards: CardRow[] = [card(1), card(2)], batch: Partial<Rows['batch']> = {}): Rows {
  return {
    batch: {
      id: 'b',
      name: 'batch',
      status: 'completed',
      run: 1,
      seq: 3,
      deleted: false,
      finished: true,
      counts,
      ...batch,
    },
    cards,
    files: cards.map((each) => ({ id: each.fileId, filename: each.filename, sha256: 'x' })),
    actions: [{ seq: 1, kind: 'start' }],
  };
}
const sent = (n: number, cardId = `card-${n}`, said: 'accepted' | 'duplicate' = 'accepted'): Sent => ({
  batch: 'batch',
  filename: `${n}.jpg`,
  sha256: 'x',
  outcome: 'ok',
  said,
  cardId,
});

it('is content with what is right', () => {
  const told = [sent(1), sent(2), sent(2, 'card-2', 'duplicate')];
  expect(acknowledgedCardsEnded(rows(), told)).toEqual([]);
  expect(resultsAreTheWinners(rows())).toEqual([]);
  expect(countersEqualRows(rows())).toEqual([]);
  expect(sameBytesAreOneCard(rows(), told)).toEqual([]);
  expect(numbersAreGapless(rows(), [])).toEqual([]);
  expect(extraAttempts(rows())).toBe(0);
});

it('finds cards that are lost, open, or somebody else', () => {
  expect(acknowledgedCardsEnded(rows([card(1)]), [sent(2)])).toHaveLength(1);
  expect(acknowledgedCardsEnded(rows([card(1, { state: 'queued' })]), [sent(1)])).toHaveLength(1);
  expect(acknowledgedCardsEnded(rows(), [sent(1, 'card-2')])).toHaveLength(1);
});

it('finds results that are missing, of a zombie, or of a card that was never read', () => {
  expect(resultsAreTheWinners(rows([card(1, { result: null })]))).toHaveLength(1);
  expect(
    resultsAreTheWinners(rows([card(1, { result: { attempt: 1, run: 1, olderScan: false } })])),
  ).toHaveLength(1);
  expect(resultsAreTheWinners(rows([card(1, { state: 'cancelled' })]))).toHaveLength(1);
  expect(resultsAreTheWinners(rows([card(1, { held: true })]))).toHaveLength(1);
  const older = { attempt: 2, run: 1, olderScan: true };
  expect(resultsAreTheWinners(rows([card(1, { result: older })]))).toHaveLength(1);
  expect(resultsAreTheWinners(rows([card(1, { state: 'failed', result: older })]))).toEqual([]);
});

it('finds counters that differ and batches that ended too early or never', () => {
  expect(countersEqualRows(rows([card(1)]))).toHaveLength(1);
  const open = [card(1), card(2, { state: 'queued' })];
  expect(countersEqualRows(rows(open, { counts: { ...counts, succeeded: 1, queued: 1 } }))).toHaveLength(1);
  expect(countersEqualRows(rows(undefined, { status: 'running', finished: false }))).toHaveLength(1);
  expect(countersEqualRows(rows(undefined, { finished: false }))).toHaveLength(1);
});

it('finds cards accepted twice and cards nobody sent', () => {
  expect(sameBytesAreOneCard(rows(), [sent(1), sent(2), sent(2, 'card-1', 'duplicate')])).toHaveLength(1);
  expect(sameBytesAreOneCard(rows(), [sent(1), sent(2), sent(2)])).toHaveLength(1);
  expect(sameBytesAreOneCard(rows(), [sent(1)])).toHaveLength(1);
  expect(sameBytesAreOneCard({ ...rows(), files: [] }, [sent(1), sent(2)])).toHaveLength(2);
});

it('finds numbers that are missing or given twice', () => {
  expect(numbersAreGapless(rows(undefined, { seq: 4 }), [])).toHaveLength(1);
  expect(numbersAreGapless(rows([card(1, { lastSeq: 1 }), card(2)]), [])).toHaveLength(2);
  expect(numbersAreGapless(rows(undefined, { seq: 2 }), [])).toHaveLength(1);
});

it('counts attempts beyond the least', () => {
  expect(extraAttempts(rows([card(1, { attempt: 4 }), card(2)]))).toBe(2);
});

function watcher(progress: Partial<BatchProgress>[], outcomes: CardRow[], seq = 3) {
  const full = progress.map((each) => ({
    batch: 'batch',
    run: 1,
    seq: 3,
    status: 'completed' as const,
    total: 2,
    current: 2,
    succeeded: 2,
    failed: 0,
    cancelled: 0,
    percentage: 100,
    etaSeconds: null,
    cardsPerMinute: null,
    workers: 1,
    waiting: null,
    startedAt: null,
    updatedAt: '2026-01-01T00:00:00Z',
    lastResult: null,
    error: null,
    ...each,
  }));
  const cards = outcomes.map((each): CardOutcome => ({
    batch: 'batch',
    seq: each.lastSeq,
    cardId: each.id,
    filename: each.filename,
    status: each.state === 'failed' ? 'failed' : 'succeeded',
    confidence: null,
    fields: null,
    error: null,
    durationMs: null,
  }));
  const [first] = full;
  const acks =
    first === undefined
      ? []
      : [{ ok: true as const, progress: { ...first, seq: 0 }, missed: [], truncated: false }];
  const last = full.at(-1) ?? null;
  const state = {
    ...emptyWatch,
    seq,
    heard: seq,
    progress: last,
    outcomes: new Map(cards.map((outcome) => [outcome.cardId, outcome])),
  };
  return { progress: full, cards, acks, state: () => state };
}

it('finds watchers that missed something, saw time go back, or ended elsewhere', () => {
  const started = { seq: 1, status: 'running' as const, current: 0, succeeded: 0 };
  const all = [card(1), card(2)];
  const see = (given: ReturnType<typeof watcher>): string[] => watcherSawTheTruth(rows(), given, 'w');
  expect(see(watcher([started, {}], all))).toEqual([]);
  expect(see(watcher([{ ...started, seq: 3 }, { seq: 2 }, {}], all)).join()).toContain('seq 2 after 3');
  expect(see(watcher([started, {}, { ...started, seq: 3 }, {}], all)).join()).toContain('0 done after 2');
  expect(see(watcher([started, {}], [card(1)])).join()).toContain('2.jpg is undefined');
  expect(see(watcher([started, {}], [card(1)])).join()).toContain('not succeeded at 3');
  expect(see(watcher([started, { succeeded: 1 }], all)).join()).toContain('shows 1 succeeded');
  expect(see(watcher([started, { status: 'running' }], all)).join()).toContain('shows running');
  expect(see(watcher([started, {}], all, 2)).join()).toContain('is at 2');
  expect(see(watcher([{}], [card(2)])).join()).toContain('never told 1 2');
});
