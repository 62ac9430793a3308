import { ProblemCode, PROBLEMS } from '@cardmill/contracts';

import { AT_ONCE, type SweepDeps } from './deps.ts';

/**
 * Stops batches that have waited too long on one cause: somebody has to look. They can be resumed, and nothing was
 * counted against a card.
 */
export async function stopWaiting({ db, hints, stopAfterMs, logger }: SweepDeps): Promise<void> {
  for (const { batch, cause } of await db.sweep.waitedOut(stopAfterMs, AT_ONCE)) {
    const stopped = await db.sweep.stopWaiting(batch, cause, stopAfterMs, advice(cause, stopAfterMs));
    if (!stopped.ok) continue;
    logger.error({ batch, cause, stopAfterMs }, 'a batch waited too long and was stopped');
    hints.send({ batch, seq: stopped.seq, kind: 'action' });
  }
}

/** What happened, for how long, and what to do about it. */
export function advice(cause: string, afterMs: number): string {
  const minutes = Math.max(1, Math.round(afterMs / 60_000));
  const time = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const code = ProblemCode.safeParse(cause).data;
  switch (code) {
    case 'storage_unavailable':
      return `The object storage has not answered for ${time}. Check that it runs and that the workers can reach it, then resume.`;
    case 'database_unavailable':
      return `The database has refused the workers for ${time}. Check that it runs, that its disk is not full and that it has connections left, then resume.`;
    case 'engine_unavailable':
      return `The reading engine could not be started, or the endpoint for handwriting did not answer, for ${time}. Look into the workers' logs, whether they have enough memory and whether the endpoint runs, then resume.`;
    case undefined:
      return `Nothing could be read for ${time}. Look into the workers' logs, then resume.`;
    default:
      return `${PROBLEMS[code].title} Nothing could be read for ${time}: put that right, then resume.`;
  }
}
