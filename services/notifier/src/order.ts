import { type BatchProgress, type CardOutcome, isTerminal, percentageOf } from '@cardmill/contracts';

/** One numbered message to a batch's room. */
export type Message =
  | { event: 'card'; outcome: CardOutcome }
  | { event: 'progress'; progress: BatchProgress };

/**
 * The messages for the numbers after `sent` up to and including `upTo`, one at least for each, in order. A number that
 * came as no card (an action, an outcome that a retry took back before it was read) is a `progress` with just that
 * number; the number of `now` is always a `progress`, after its card.
 *
 * @param read - the outcomes after `sent`, in order; newer ones than `upTo` are left for the next time
 * @param now - the progress as read before the outcomes; its number is at least `upTo`
 */
export function inOrder(
  sent: number,
  upTo: number,
  read: readonly CardOutcome[],
  now: BatchProgress,
): Message[] {
  const messages: Message[] = [];
  const outcomes = read.filter((outcome) => outcome.seq <= upTo);
  const unknown = upTo < now.seq;
  let next = 0;
  for (let seq = sent + 1; seq <= upTo; seq += 1) {
    const outcome = outcomes[next];
    const isCard = outcome?.seq === seq;
    if (isCard) {
      next += 1;
      messages.push({ event: 'card', outcome });
    }
    if (seq === now.seq) messages.push({ event: 'progress', progress: now });
    else if (!isCard) {
      const progress = asOf(now, seq, outcomes.slice(0, next), outcomes.slice(next), unknown);
      messages.push({ event: 'progress', progress });
    }
  }
  return messages;
}

/**
 * The progress at an earlier number, as far as it can be told: the outcomes that come later are taken back. It must
 * not be terminal while outcomes are still to come, or who waits for the end would leave before them.
 */
function asOf(
  now: BatchProgress,
  seq: number,
  before: readonly CardOutcome[],
  later: readonly CardOutcome[],
  moreLater: boolean,
): BatchProgress {
  const laterFailed = later.filter((outcome) => outcome.status === 'failed').length;
  const failed = Math.max(0, now.failed - laterFailed);
  const succeeded = Math.max(0, now.succeeded - (later.length - laterFailed));
  const current = succeeded + failed + now.cancelled;
  const open = moreLater || later.length > 0;
  const reopened = open && isTerminal(now.status);
  const known = now.lastResult !== null && now.lastResult.seq <= seq ? now.lastResult : null;
  return {
    ...now,
    ...(reopened ? { status: 'running', etaSeconds: null, error: null } : {}),
    seq,
    current,
    succeeded,
    failed,
    percentage: percentageOf(current, now.total, isTerminal(now.status) && !open),
    lastResult: before.at(-1) ?? known,
  };
}
