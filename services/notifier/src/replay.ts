import { type CardOutcome, MAX_MISSED } from '@cardmill/contracts';

/** Outcomes of the batch after a number, the oldest first, at most `limit`. */
export type ReadOutcomes = (since: number, limit: number) => Promise<CardOutcome[]>;

export interface Missed {
  missed: CardOutcome[];
  truncated: boolean;
}

/**
 * What watchers missed that know everything up to their `since`: the latest outcome per card up to the number `upTo`.
 * Many who come back at once share reads: the one who knows least is asked for first, and when that read reached the
 * end it answers all others too.
 *
 * @param sinces - undefined: nothing is wanted
 */
export async function readMissed(
  sinces: readonly (number | undefined)[],
  upTo: number,
  read: ReadOutcomes,
): Promise<(since: number | undefined) => Missed> {
  const distinct = [...new Set(sinces.filter((since) => since !== undefined))].filter(
    (since) => since < upTo,
  );
  const answers = new Map<number, Missed>();
  let whole: readonly CardOutcome[] | null = null;
  for (const since of distinct.sort((a, b) => a - b)) {
    // Read after the batch: what came since then is left for the next wake.
    const known: readonly CardOutcome[] =
      whole?.filter((outcome) => outcome.seq > since) ??
      (await read(since, MAX_MISSED + 1)).filter((outcome) => outcome.seq <= upTo);
    const truncated = known.length > MAX_MISSED;
    if (!truncated) whole ??= known;
    answers.set(since, { missed: known.slice(0, MAX_MISSED), truncated });
  }
  return (since) => (since === undefined ? nothing() : (answers.get(since) ?? nothing()));
}

const nothing = (): Missed => ({ missed: [], truncated: false });
