import type { CardOutcome } from '@cardmill/contracts';
import { describe, expect, it, vi } from 'vitest';

import { outcomeOf } from './model.suite.ts';
import { readMissed, type ReadOutcomes } from './replay.ts';

const reader = (all: readonly CardOutcome[]) =>
  vi.fn<ReadOutcomes>((since, limit) =>
    Promise.resolve(all.filter((outcome) => outcome.seq > since).slice(0, limit)),
  );
const upTo = (n: number): CardOutcome[] => Array.from({ length: n }, (_, seq) => outcomeOf(seq + 1));
const seqs = ({ missed }: { missed: CardOutcome[] }): number[] => missed.map((outcome) => outcome.seq);

describe('readMissed', () => {
  it('is empty without asking for who wants nothing or has everything', async () => {
    const read = reader(upTo(9));
    const missed = await readMissed([undefined, 9, 12], 9, read);
    expect([undefined, 9, 12].map((since) => missed(since))).toEqual(
      Array.from({ length: 3 }, () => ({ missed: [], truncated: false })),
    );
    expect(read).not.toHaveBeenCalled();
  });

  it('leaves out what came after the batch was read', async () => {
    const missed = await readMissed([2], 5, reader(upTo(9)));
    expect(seqs(missed(2))).toEqual([3, 4, 5]);
  });

  it('answers all who come back at once with one read', async () => {
    const read = reader(upTo(900));
    const missed = await readMissed([850, 0, 850, 12, undefined], 900, read);
    expect(read).toHaveBeenCalledTimes(1);
    expect(seqs(missed(850))).toHaveLength(50);
    expect(seqs(missed(12))).toHaveLength(888);
    expect(seqs(missed(0))).toHaveLength(900);
  });

  it('is truncated at 1,000, and who missed less is asked for again', async () => {
    const read = reader(upTo(2_500));
    const missed = await readMissed([0, 1_499, 1_500, 2_000], 2_500, read);
    expect(missed(0)).toMatchObject({ truncated: true });
    expect(seqs(missed(0))).toEqual(upTo(1_000).map((outcome) => outcome.seq));
    expect(missed(1_499)).toMatchObject({ truncated: true });
    expect(missed(1_500)).toMatchObject({ truncated: false });
    expect(seqs(missed(1_500))).toHaveLength(1_000);
    expect(seqs(missed(2_000))).toHaveLength(500);
    expect(read).toHaveBeenCalledTimes(3);
  });
});
