import { type CardOutcome, MAX_MISSED } from '@cardmill/contracts';

/** Outcomes of the batch after a number, the oldest first, at most `limit`. */
export type ReadOutcomes = (since: number, limit: number) => Promise<readonly CardOutcome[]>;

export interface Missed {
  missed: CardOutcome[];
  truncated: boolean;
}

/** All outcomes after `from` up to `upTo`, the latest per card. */
interface Tail {
  from: number;
  upTo: number;
  outcomes: readonly CardOutcome[];
}

export interface Replay {
  /** Whether the memory can answer a watcher that knows everything up to `since`. */
  knows: (since: number | undefined, upTo: number) => boolean;
  /** From memory; null for what it does not know. */
  recall: (since: number | undefined, upTo: number) => Missed | null;
  /** Reads what is needed to answer all of these; they share what is read. `upTo`: the batch's number. */
  read: (
    sinces: readonly (number | undefined)[],
    upTo: number,
    read: ReadOutcomes,
  ) => Promise<(since: number | undefined) => Missed>;
  /** The room was sent what the page read after `from` has up to `upTo`. */
  sent: (page: readonly CardOutcome[], from: number, upTo: number) => void;
  forget: () => void;
}

/** Outcomes kept, at most. */
const KEPT = 2 * MAX_MISSED;

/**
 * What watchers missed: the latest outcome per card after the number that each of them knows. A thousand that come back
 * at once know a thousand different numbers. They share one walk over the log, from the one who knows least, and the
 * end of the log stays in memory while they keep coming.
 *
 * @param keepMs - how old the memory may become; it is given back then
 */
export function createReplay(keepMs: number): Replay {
  let tail: Tail | null = null;
  let old: NodeJS.Timeout | undefined;

  function forget(): void {
    tail = null;
    clearTimeout(old);
  }

  /** @param isNew - nothing of it is from the memory before */
  function keep(next: Tail, isNew: boolean): void {
    tail = shortened(next);
    if (!isNew) return;
    clearTimeout(old);
    old = setTimeout(forget, keepMs).unref();
  }

  const after = (since: number): CardOutcome[] =>
    tail?.outcomes.slice(firstAfter(tail.outcomes, since)) ?? [];

  function knows(since: number | undefined, upTo: number): boolean {
    return (
      since === undefined || since === upTo || (tail?.upTo === upTo && since >= tail.from && since < upTo)
    );
  }

  return {
    knows,
    recall(since, upTo) {
      if (!knows(since, upTo)) return null;
      return since === undefined || since === upTo ? nothing() : cut(after(since), 0);
    },
    async read(sinces, upTo, read) {
      const answers = new Map<number, Missed>();
      const wanted = [...new Set(sinces.filter((since) => since !== undefined))]
        .filter((since) => since < upTo)
        .sort((a, b) => a - b);
      let walked: CardOutcome[] = [];
      let from = wanted[0] ?? upTo;
      let reached = from;
      let isNew = true;
      for (const since of wanted) {
        // Until its answer is full, all before it is of no use any more; then the rest of the log answers all others.
        if (reached < upTo) {
          walked = walked.slice(firstAfter(walked, since));
          from = since;
          reached = Math.max(reached, since);
        }
        while (reached < upTo && walked.length <= MAX_MISSED) {
          if (knows(reached, upTo)) {
            walked.push(...after(reached));
            reached = upTo;
            isNew = false;
            break;
          }
          const page = await read(reached, MAX_MISSED + 1);
          // Read after the batch: what came since then is left for the next wake.
          walked.push(...page.filter((outcome) => outcome.seq <= upTo));
          const last = page.length > MAX_MISSED ? (page.at(-1)?.seq ?? upTo) : upTo;
          reached = Math.min(last, upTo);
        }
        answers.set(since, cut(walked, firstAfter(walked, since)));
      }
      if (wanted.length > 0 && reached === upTo && !knows(from, upTo))
        keep({ from, upTo, outcomes: walked }, isNew);
      return (since) => (since === undefined ? nothing() : (answers.get(since) ?? nothing()));
    },
    sent(page, from, upTo) {
      if (tail === null || tail.upTo !== from) return;
      const outcomes = page.filter((outcome) => outcome.seq <= upTo);
      // A number that came as no card may have taken outcomes back that are in the memory.
      if (outcomes.length !== upTo - from) {
        forget();
        return;
      }
      const again = new Set(outcomes.map((outcome) => outcome.cardId));
      const before = tail.outcomes.filter((outcome) => !again.has(outcome.cardId));
      keep({ ...tail, upTo, outcomes: [...before, ...outcomes] }, false);
    },
    forget,
  };
}

/** Without the oldest, when there are too many. */
function shortened(tail: Tail): Tail {
  const excess = tail.outcomes.length - KEPT;
  if (excess <= 0) return tail;
  return {
    ...tail,
    from: tail.outcomes[excess - 1]?.seq ?? tail.from,
    outcomes: tail.outcomes.slice(excess),
  };
}

/** Place of the first outcome after a number. */
function firstAfter(outcomes: readonly CardOutcome[], since: number): number {
  let low = 0;
  let high = outcomes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((outcomes[middle]?.seq ?? 0) > since) high = middle;
    else low = middle + 1;
  }
  return low;
}

function cut(outcomes: readonly CardOutcome[], first: number): Missed {
  return {
    missed: outcomes.slice(first, first + MAX_MISSED),
    truncated: outcomes.length - first > MAX_MISSED,
  };
}

const nothing = (): Missed => ({ missed: [], truncated: false });
