import { createTicker, type Ticker } from '../line/ticker.ts';
import type { SweepDeps } from './deps.ts';
import { deleteAbandonedDrafts } from './drafts.ts';
import { collectBatches, collectFiles } from './garbage.ts';
import { recount } from './repairs.ts';
import { forgetSamples } from './samples.ts';
import { stopWaiting } from './stop-waiting.ts';

const SWEEP_MS = 10_000;
/** Counting every batch of the day is the dear part. */
const RECOUNT_EVERY = 6;

/**
 * Stops what has waited too long, mends what differs, deletes drafts nobody touched and collects garbage. Several may
 * run at once: what each of them changes is looked at again under the lock of its row.
 */
export function createSweeper(deps: SweepDeps): Pick<Ticker, 'close'> {
  const stopping = new AbortController();
  const guarded = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (err) {
      // Away for a while, or full: the next round tries again.
      if (!stopping.signal.aborted) deps.logger.warn({ err, sweep: what }, 'sweeper: a task failed');
    }
  };
  let rounds = 0;
  const batches = createTicker(SWEEP_MS, async () => {
    await guarded('waiting', () => stopWaiting(deps));
    await guarded('drafts', () => deleteAbandonedDrafts(deps));
    if (rounds % RECOUNT_EVERY === 0) await guarded('recount', () => recount(deps));
    rounds += 1;
  });
  // By itself: the objects of a big drawer take minutes, in which a batch may have waited too long.
  const garbage = createTicker(SWEEP_MS, async () => {
    await guarded('deleted batches', () => collectBatches(deps, stopping.signal));
    await guarded('files', () => collectFiles(deps, stopping.signal));
    await guarded('samples', () => forgetSamples(deps));
  });
  return {
    async close() {
      stopping.abort();
      await Promise.all([batches.close(), garbage.close()]);
    },
  };
}
