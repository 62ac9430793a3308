import { waitFor } from '@cardmill/testkit';

import type { Bench } from './bench.ts';
import type { Hit } from './fault-folder.ts';

const WAIT_MS = 60_000;
/** The collector waits a minute, and sweeps every ten seconds. */
export const COLLECTED_MS = 150_000;

/** Waits until a fault has happened. */
export async function untilHit(bench: Bench, fault: string, timeoutMs = WAIT_MS): Promise<Hit> {
  return waitFor(
    async () => {
      const [hit] = await bench.faults.hits(fault);
      return hit;
    },
    { timeoutMs, what: `fault ${fault}` },
  );
}

export interface CardNow {
  state: string;
  attempt: number;
  worker: string | null;
  errorCode: string | null;
}

export async function cardNow(bench: Bench, filename: string): Promise<CardNow | undefined> {
  const { rows } = await bench.db.query<CardNow>(
    `SELECT state, attempt, worker, error_code AS "errorCode" FROM cards WHERE filename = $1`,
    [filename],
  );
  return rows[0];
}

/** Waits until a card is as wanted, asked of the database. */
export const untilCard = (
  bench: Bench,
  filename: string,
  what: string,
  wanted: (card: CardNow) => boolean,
): Promise<CardNow> =>
  waitFor(
    async () => {
      const card = await cardNow(bench, filename);
      return card !== undefined && wanted(card) ? card : undefined;
    },
    { timeoutMs: WAIT_MS, everyMs: 50, what: `${filename} ${what}` },
  );

/** Waits until every card of a draft was looked at. */
export const untilInspected = (bench: Bench, batch: string): Promise<unknown> =>
  waitFor(
    async () => {
      const { rows } = await bench.db.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM cards c JOIN batches b ON b.id = c.batch_id
         WHERE b.name = $1 AND c.state = 'ready' AND c.inspected_at IS NULL`,
        [batch],
      );
      return rows[0]?.left === 0;
    },
    { timeoutMs: WAIT_MS, everyMs: 50, what: `inspection of ${batch}` },
  );
