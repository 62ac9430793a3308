import { isDatabaseUnavailable, type Numbered } from '@cardmill/db';
import { failPoint } from '@cardmill/server-kit/fail-points';

import { backOffMs, pause } from '../line/back-off.ts';
import type { AttemptContext, AttemptEnd } from './context.ts';
import { putBack } from './put-down.ts';

/** What has been read is kept through so long an absence of the database: there is no other work without it. */
const WRITE_MS = 60_000;

/**
 * Writes an outcome, also through a database that is away for a while. Repeating is safe: once the outcome is in, the
 * attempt holds the card no longer and the second write matches nothing.
 * @throws what the database says to a result that it will not take, however often it is asked
 */
export async function writeOutcome(
  context: AttemptContext,
  what: 'succeeded' | 'failed',
  operation: () => Promise<Numbered | null>,
): Promise<AttemptEnd> {
  const { deps, logger, signal, elapsed } = context;
  const until = performance.now() + WRITE_MS;
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
      if (!isDatabaseUnavailable(err)) throw err;
      if (signal.aborted || performance.now() > until) {
        // Time is lost, nothing else: the card is read again.
        logger.error({ err, outcome: what }, 'outcome could not be written');
        if (signal.aborted) await putBack(context, 0, null);
        else await putBack(context, backOffMs(tries), 'database_unavailable');
        return 'waiting';
      }
      logger.warn({ err, tries }, 'outcome not written yet');
      await pause(backOffMs(tries), signal);
    }
  }
}
