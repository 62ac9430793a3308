import type { CodedError } from '@cardmill/contracts';
import { withDeadline } from '@cardmill/server-kit';

import { backOffMs } from '../line/back-off.ts';
import type { AttemptContext, AttemptEnd } from './context.ts';

/** A worker that stops has no more time than this for a database that does not answer. */
const PUT_BACK_MS = 5_000;

/**
 * Puts the card back, counting nothing against it. When even that cannot be written the lease runs out, which counts
 * as one death of a worker: nobody can tell the two apart.
 * @param cause shown as `waiting`; null: none.
 */
export async function putBack(
  { deps, claim, logger }: AttemptContext,
  delayMs: number,
  cause: string | null,
): Promise<void> {
  try {
    const release = deps.db.work.release(claim, delayMs, cause);
    const numbered = await withDeadline(release, PUT_BACK_MS, 'putting the card back');
    if (numbered !== null) deps.publish({ ...numbered, kind: 'change' });
  } catch (err) {
    logger.warn({ err }, 'could not be put back; its lease will run out');
  }
}

/** Ends the whole batch; the card in hand is cancelled with the others. A draft cannot be stopped: its card waits. */
export async function stopBatch(context: AttemptContext, error: CodedError): Promise<AttemptEnd> {
  const { deps, claim, logger } = context;
  try {
    if (claim.recognise) {
      const outcome = await deps.db.stop(claim.batch, claim.run, error);
      if (outcome.ok) {
        deps.publish({ batch: claim.batch, seq: outcome.seq, kind: 'action' });
        deps.streak.reset();
        return 'waiting';
      }
    }
  } catch (err) {
    logger.warn({ err }, 'the batch could not be stopped yet');
  }
  await putBack(context, backOffMs(5), error.code);
  return 'waiting';
}
