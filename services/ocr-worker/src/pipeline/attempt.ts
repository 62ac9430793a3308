import { codedError, type CodedError } from '@cardmill/contracts';
import type { Claim } from '@cardmill/db';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { backOffMs } from '../line/back-off.ts';
import type { AttemptContext, AttemptDeps, AttemptEnd } from './context.ts';
import { holdCard, type Hold } from './hold.ts';
import { writeOutcome } from './outcome.ts';
import { putBack, stopBatch } from './put-down.ts';
import { readCard } from './read-card.ts';
import { verdict } from './verdict.ts';

/** A third death with the same card in hand ends it. */
export const MAX_CRASHES = 3;

const DEFECT = codedError(
  'internal',
  'Many cards in a row could not be read for one and the same reason; the log of the worker says which.',
);

/**
 * Works on a claimed card until it is finalised, put back or lost. Never throws: whatever happens to one card, the
 * worker goes on to the next. Ends within the card's deadline, plus at most 5 s for an engine that has to be ended and
 * 80 s for a database that is away when there is something to write.
 * @param onHold told of the hold, so that a hint can make it check.
 */
export async function attemptCard(
  deps: AttemptDeps,
  claim: Claim,
  stopping: AbortSignal,
  troubles: number,
  onHold: (hold: Hold) => void,
): Promise<AttemptEnd> {
  const logger = deps.logger.child({ batch: claim.batch, cardId: claim.cardId, attempt: claim.attempt });
  const started = performance.now();
  if (claim.firstOfRun) deps.publish({ batch: claim.batch, seq: claim.seq, kind: 'change' });
  await failPoint('worker.afterClaim', claim.filename);
  const heartbeat = (): Promise<boolean> => deps.db.work.heartbeat(claim, deps.leaseMs);
  const hold = holdCard(heartbeat, deps.leaseMs, stopping, logger);
  onHold(hold);
  const elapsed = (): number => performance.now() - started;
  const context: AttemptContext = { deps, claim, logger, signal: hold.signal, elapsed };
  try {
    if (claim.crashCount >= MAX_CRASHES) return await fail(context, codedError('worker_crash'), troubles);
    const reading = await readCard(deps, claim, hold.signal);
    await failPoint('worker.afterRead', claim.filename);
    if (reading === null) {
      deps.publish({ batch: claim.batch, seq: claim.seq, kind: 'change' });
      logger.info({ ms: Math.round(elapsed()) }, 'inspected');
      return 'done';
    }
    const end = await writeOutcome(context, 'succeeded', () =>
      deps.db.work.succeed(claim, reading, elapsed()),
    );
    deps.streak.reset();
    return end;
  } catch (err) {
    const judged = verdict(err, hold.signal);
    switch (judged.kind) {
      case 'card':
        // A clock that ran on while this process stood still says nothing about the card.
        if (isLate(judged.error) && hold.lapsed()) {
          logger.warn({ err }, 'put back: the lease ran out before the card’s time did');
          await putBack(context, 0, null);
          return 'lost';
        }
        logger.info({ err, code: judged.error.code }, 'cannot be read');
        if (!isOfReading(judged.error) || !deps.streak.add(err))
          return await fail(context, judged.error, troubles);
        logger.error({ err }, 'the same with one card after the other: the batch is stopped');
        return await stopBatch(context, DEFECT);
      case 'wait':
        logger.warn({ err, cause: judged.cause }, 'put back, waiting');
        await putBack(context, backOffMs(troubles), judged.cause);
        return 'waiting';
      case 'stop':
        logger.error({ err, code: judged.error.code }, 'the batch is stopped');
        return await stopBatch(context, judged.error);
      case 'lost':
        logger.info('put down');
        if (stopping.aborted) await putBack(context, 0, null);
        return 'lost';
    }
  } finally {
    hold.end();
  }
}

/** What comes from the engine, or from our own code: a damaged image says nothing about either. */
const isOfReading = ({ code }: CodedError): boolean => code === 'ocr_failed' || code === 'ocr_timeout';

const isLate = ({ code }: CodedError): boolean => code === 'ocr_timeout' || code === 'image_timeout';

async function fail(context: AttemptContext, error: CodedError, troubles: number): Promise<AttemptEnd> {
  const { deps, claim, logger, elapsed } = context;
  try {
    return await writeOutcome(context, 'failed', () => deps.db.work.fail(claim, error, elapsed()));
  } catch (err) {
    logger.error({ err, code: error.code }, 'the database takes no outcome');
    await putBack(context, backOffMs(troubles), 'database_unavailable');
    return 'waiting';
  }
}
