import type { CardOutcome } from '@cardmill/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { outcomeOf } from './model.suite.ts';
import { createReplay, type Missed, type ReadOutcomes } from './replay.ts';

const reader = (all: readonly CardOutcome[]) =>
  vi.fn<ReadOutcomes>((since, limit) =>
    Promise.resolve(all.filter((outcome) => outcome.seq > since).slice(0, limit)),
  );
const upTo = (n: number): CardOutcome[] => Array.from({ length: n }, (_, seq) => outcomeOf(seq + 1));
const seqs = (answer: Missed | null): number[] => (answer?.missed ?? []).map((outcome) => outcome.seq);

const numbersAfter = (since: number, last: number): number[] =>
  Array.from({ length: Math.min(1_000, last - since) }, (_, n) => since + n + 1);

describe('createReplay', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is empty without asking for who wants nothing or has everything', async () => {
    const read = reader(upTo(9));
    const missed = await createReplay(3_000).read([undefined, 9, 12], 9, read);
    expect([undefined, 9, 12].map((since) => missed(since))).toEqual(
      Array.from({ length: 3 }, () => ({ missed: [], truncated: false })),
    );
    expect(read).not.toHaveBeenCalled();
  });

  it('leaves out what came after the batch was read', async () => {
    const missed = await createReplay(3_000).read([2], 5, reader(upTo(9)));
    expect(seqs(missed(2))).toEqual([3, 4, 5]);
  });

  it('answers all who come back at once with one read', async () => {
    const read = reader(upTo(900));
    const missed = await createReplay(3_000).read([850, 0, 850, 12, undefined], 900, read);
    expect(read).toHaveBeenCalledTimes(1);
    expect(seqs(missed(850))).toHaveLength(50);
    expect(seqs(missed(12))).toHaveLength(888);
    expect(seqs(missed(0))).toHaveLength(900);
  });

  it('is truncated at 1,000', async () => {
    const read = reader(upTo(2_500));
    const missed = await createReplay(3_000).read([0, 1_499, 1_500, 2_000], 2_500, read);
    expect(missed(0)).toMatchObject({ truncated: true });
    expect(seqs(missed(0))).toEqual(upTo(1_000).map((outcome) => outcome.seq));
    expect(missed(1_499)).toMatchObject({ truncated: true });
    expect(missed(1_500)).toMatchObject({ truncated: false });
    expect(seqs(missed(1_500))).toHaveLength(1_000);
    expect(seqs(missed(2_000))).toHaveLength(500);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('walks the log once for a thousand different numbers', async () => {
    const log = upTo(10_000);
    const read = reader(log);
    const sinces = Array.from({ length: 1_000 }, (_, n) => (n * 7_919) % 10_000);
    const missed = await createReplay(3_000).read(sinces, 10_000, read);
    expect(read.mock.calls.length).toBeLessThanOrEqual(11);
    const wrong = sinces.filter((since) => {
      const answer = missed(since);
      return (
        answer.truncated !== since < 9_000 || String(seqs(answer)) !== String(numbersAfter(since, 10_000))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('tells who comes a moment later from memory, and no more when that is old', async () => {
    const replay = createReplay(3_000);
    await replay.read([400], 900, reader(upTo(900)));
    expect(seqs(replay.recall(850, 900))).toHaveLength(50);
    expect(replay.recall(399, 900)).toBeNull();
    expect(replay.recall(500, 901)).toBeNull();
    expect(replay.recall(901, 900)).toBeNull();
    expect(replay.recall(undefined, 900)).toEqual({ missed: [], truncated: false });
    const read = reader(upTo(900));
    expect(seqs((await replay.read([100, 850], 900, read))(100))).toHaveLength(800);
    expect(read).toHaveBeenCalledTimes(1);
    expect(seqs(replay.recall(100, 900))).toHaveLength(800);
    vi.advanceTimersByTime(3_000);
    expect(replay.recall(850, 900)).toBeNull();
  });

  it('keeps its memory up with what the room is sent', async () => {
    const replay = createReplay(3_000);
    await replay.read([0], 3, reader(upTo(3)));
    // Card 2 was read again.
    replay.sent([outcomeOf(4), outcomeOf(5, 2)], 3, 5);
    expect(seqs(replay.recall(0, 5))).toEqual([1, 3, 4, 5]);
    expect(seqs(replay.recall(3, 5))).toEqual([4, 5]);
  });

  it('forgets at a number that came as no card: it may have taken outcomes back', async () => {
    const replay = createReplay(3_000);
    await replay.read([0], 3, reader(upTo(3)));
    replay.sent([outcomeOf(5)], 3, 5);
    expect(replay.recall(0, 5)).toBeNull();
    expect(replay.recall(4, 5)).toBeNull();
  });

  it('keeps no more than the last 2,000', async () => {
    const replay = createReplay(3_000);
    await replay.read([0], 900, reader(upTo(900)));
    replay.sent(upTo(2_500).slice(900), 900, 2_500);
    expect(replay.recall(499, 2_500)).toBeNull();
    expect(replay.recall(500, 2_500)).toMatchObject({ truncated: true });
    expect(seqs(replay.recall(1_500, 2_500))).toHaveLength(1_000);
  });
});
