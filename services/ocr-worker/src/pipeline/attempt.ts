import { codedError } from '@cardmill/contracts';
import type { Hint } from '@cardmill/contracts/wire';
import type { ActionOutcome, Claim, Numbered } from '@cardmill/db';
import { isDatabaseUnavailable } from '@cardmill/db';
import type { Logger } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { backOffMs, pause } from '../line/back-off.ts';
import { holdCard, type Hold } from './hold.ts';
import { readCard, type ReadCardDeps } from './read-card.ts';
import { verdict } from './verdict.ts';

/** A third death with the same card in hand ends it. */
const MAX_CRASHES = 3;
const WRITE_TRIES = 8;

export interface AttemptDeps extends ReadCardDeps {
  db: ReadCardDeps['db'] & {
    stop: (name: string, run: number, error: { code: string; message: string }) => Promise<ActionOutcome>;
  };
  leaseMs: number;
  publish: (hint: Hint) => void;
  logger: Logger;
}

/** How an attempt ended: `waiting` asks the caller to let the trouble pass before it takes the next card. */
export type AttemptEnd = 'done' | 'waiting' | 'lost';

/**
 * Works on a claimed card until it is finalised, put back or lost. Never throws: whatever happens to one card, the
 * worker goes on to the next.
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
  const elapsed = (): number => performance.now() - started;
  if (claim.firstOfRun) deps.publish({ batch: claim.batch, seq: claim.seq, kind: 'change' });
  await failPoint('worker.afterClaim', claim.filename);
  const hold = holdCard(deps.db, claim, deps.leaseMs, stopping, logger);
  onHold(hold);
  const write = (what: string, operation: () => Promise<Numbered | null>) =>
    finalise(deps, logger, hold.signal, what, operation, elapsed);
  try {
    if (claim.crashCount >= MAX_CRASHES) {
      return await write('failed', () => deps.db.work.fail(claim, codedError('worker_crash'), elapsed()));
    }
    const reading = await readCard(deps, claim, hold.signal);
    await failPoint('worker.afterRead', claim.filename);
    if (reading === null) {
      deps.publish({ batch: claim.batch, seq: claim.seq, kind: 'change' });
      logger.info({ ms: Math.round(elapsed()) }, 'inspected');
      return 'done';
    }
    return await write('succeeded', () => deps.db.work.succeed(claim, reading, elapsed()));
  } catch (err) {
    const judged = verdict(err, hold.signal);
    switch (judged.kind) {
      case 'card':
        logger.info({ err, code: judged.error.code }, 'cannot be read');
        return await write('failed', () => deps.db.work.fail(claim, judged.error, elapsed()));
      case 'wait':
        logger.warn({ err, cause: judged.cause }, 'put back, waiting');
        await putBack(deps, claim, backOffMs(troubles), judged.cause, logger);
        return 'waiting';
      case 'stop':
        logger.error({ err, code: judged.error.code }, 'the batch is stopped');
        return await stopBatch(deps, claim, judged.error, logger);
      case 'lost':
        logger.info('put down');
        if (stopping.aborted) await putBack(deps, claim, 0, null, logger);
        return 'lost';
    }
  } finally {
    hold.end();
  }
}

/**
 * Writes an outcome, also through a database that is away for a while. Repeating is safe: once the outcome is in, the
 * attempt holds the card no longer and the second write matches nothing.
 */
async function finalise(
  deps: AttemptDeps,
  logger: Logger,
  signal: AbortSignal,
  what: string,
  operation: () => Promise<Numbered | null>,
  elapsed: () => number,
): Promise<AttemptEnd> {
  for (let tries = 0; ; tries += 1) {
    try {
      const numbered = await operation();
      if (numbered === null) {
        logger.info({ outcome: what }, 'fenced: another attempt or a person was first');
        return 'lost';
      }
      await failPoint('worker.afterFinalise', numbered.batch);
      deps.publish({ ...numbered, kind: 'outcome' });
      logger.info({ outcome: what, seq: numbered.seq, ms: Math.round(elapsed()) }, 'card ended');
      return 'done';
    } catch (err) {
      if (!isDatabaseUnavailable(err) || tries >= WRITE_TRIES || signal.aborted) {
        // The lease runs out and the card is read again: time is lost, nothing else.
        logger.error({ err, outcome: what }, 'outcome could not be written');
        return 'waiting';
      }
      logger.warn({ err, tries }, 'outcome not written yet');
      await pause(backOffMs(tries), signal);
    }
  }
}

async function putBack(
  deps: AttemptDeps,
  claim: Claim,
  delayMs: number,
  cause: string | null,
  logger: Logger,
): Promise<void> {
  try {
    const numbered = await deps.db.work.release(claim, delayMs, cause);
    if (numbered !== null) deps.publish({ ...numbered, kind: 'change' });
  } catch (err) {
    logger.warn({ err }, 'could not be put back; its lease will run out');
  }
}

/** Ends the whole batch; the card in hand is cancelled with the others. A draft cannot be stopped: its card waits. */
async function stopBatch(
  deps: AttemptDeps,
  claim: Claim,
  error: { code: string; message: string },
  logger: Logger,
): Promise<AttemptEnd> {
  try {
    if (claim.recognise) {
      const outcome = await deps.db.stop(claim.batch, claim.run, error);
      if (outcome.ok) deps.publish({ batch: claim.batch, seq: outcome.seq, kind: 'action' });
      if (outcome.ok) return 'waiting';
    }
  } catch (err) {
    logger.warn({ err }, 'the batch could not be stopped yet');
  }
  await putBack(deps, claim, backOffMs(5), error.code, logger);
  return 'waiting';
}
