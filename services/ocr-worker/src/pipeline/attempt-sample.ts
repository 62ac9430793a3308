import { codedError } from '@cardmill/contracts';
import { type Database, isDatabaseUnavailable, type SampleClaim } from '@cardmill/db';
import { type Logger, withDeadline } from '@cardmill/server-kit';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { backOffMs, pause } from '../line/back-off.ts';
import { MAX_CRASHES } from './attempt.ts';
import type { AttemptEnd } from './context.ts';
import { holdCard, type Hold } from './hold.ts';
import { readSample, type ReadSampleDeps } from './read-sample.ts';
import { verdict } from './verdict.ts';

export interface SampleDeps extends ReadSampleDeps {
  db: { samples: Pick<Database['samples'], 'claim' | 'heartbeat' | 'succeed' | 'fail' | 'release'> };
  leaseMs: number;
  logger: Logger;
}

/** What has been read is kept through so long an absence of the database. */
const WRITE_MS = 60_000;
const PUT_BACK_MS = 5_000;

/**
 * Works on a claimed sample until it is written, put back or lost; as {@link attemptCard} for a card, with one
 * difference: what stops a batch (a model that is missing, a storage that refuses) makes a sample wait, because a person
 * is there who sees the reason.
 * @param onHold told of the hold, so that a hint can make it check.
 */
export async function attemptSample(
  deps: SampleDeps,
  sample: SampleClaim,
  stopping: AbortSignal,
  troubles: number,
  onHold: (hold: Hold) => void,
): Promise<AttemptEnd> {
  const { samples } = deps.db;
  const logger = deps.logger.child({
    batch: sample.batch,
    cardId: sample.cardId,
    sampleAttempt: sample.attempt,
  });
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const hold = holdCard(() => samples.heartbeat(sample, deps.leaseMs), deps.leaseMs, stopping, logger);
  onHold(hold);
  const putBack = async (delayMs: number, cause: string | null): Promise<void> => {
    try {
      await withDeadline(samples.release(sample, delayMs, cause), PUT_BACK_MS, 'putting the sample back');
    } catch (err) {
      logger.warn({ err }, 'could not be put back; its lease will run out');
    }
  };
  try {
    await failPoint('worker.afterClaim', sample.filename);
    if (sample.crashCount >= MAX_CRASHES)
      return await written(hold.signal, () => samples.fail(sample, codedError('worker_crash'), elapsed()));
    const reading = await readSample(deps, sample, hold.signal);
    await failPoint('worker.afterRead', sample.filename);
    const end = await written(hold.signal, () => samples.succeed(sample, reading, elapsed()));
    logger.info({ end, ms: Math.round(elapsed()) }, 'sample read');
    return end;
  } catch (err) {
    const judged = verdict(err, hold.signal);
    switch (judged.kind) {
      case 'card':
        logger.info({ err, code: judged.error.code }, 'sample cannot be read');
        // A clock that ran on while this process stood still says nothing about the card; nor does a second failure to write.
        if (!hold.lapsed() && (await failed(() => samples.fail(sample, judged.error, elapsed()))))
          return 'done';
        await putBack(0, null);
        return 'waiting';
      case 'wait':
        logger.warn({ err, cause: judged.cause }, 'sample put back, waiting');
        await putBack(backOffMs(troubles), judged.cause);
        return 'waiting';
      case 'stop':
        logger.error({ err, code: judged.error.code }, 'sample put back');
        await putBack(backOffMs(5), judged.error.code);
        return 'done';
      case 'lost':
        if (stopping.aborted) await putBack(0, null);
        return 'lost';
    }
  } finally {
    hold.end();
  }

  async function failed(write: () => Promise<boolean>): Promise<boolean> {
    try {
      await written(hold.signal, write);
      return true;
    } catch (err) {
      logger.error({ err }, 'the database takes no outcome');
      return false;
    }
  }
}

/** Writes also through a database that is away for a while; repeating is safe, since only the first write matches. */
async function written(signal: AbortSignal, write: () => Promise<boolean>): Promise<AttemptEnd> {
  const until = performance.now() + WRITE_MS;
  for (let tries = 0; ; tries += 1) {
    try {
      return (await write()) ? 'done' : 'lost';
    } catch (err) {
      if (!isDatabaseUnavailable(err) || signal.aborted || performance.now() > until) throw err;
      await pause(backOffMs(tries), signal);
    }
  }
}
