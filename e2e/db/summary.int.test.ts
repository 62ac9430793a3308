import { createDatabase } from '@cardmill/db';
import { freshDatabase, runSql, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { draftWith } from './line.ts';

const CARDS = 600;

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

/** Cards fetched by way of an index so far, as the server counts them when a connection ends. */
async function fetched(): Promise<number> {
  const { rows } = await runSql(
    database.url,
    `SELECT idx_tup_fetch::int AS n FROM pg_stat_user_tables WHERE relname = 'cards'`,
  );
  return Number(rows[0]?.n);
}

/** What the work of one connection adds to it. */
async function fetchedBy(work: (db: ReturnType<typeof createDatabase>) => Promise<unknown>): Promise<number> {
  const before = await fetched();
  const db = createDatabase(database.url, { poolSize: 1 });
  await work(db);
  await db.close();
  return waitFor(async () => {
    const added = (await fetched()) - before;
    return added > 0 && added;
  });
}

describe('what watchers are told of a batch', () => {
  it('is read from the last 60 outcomes, however many there are of the runs before', async () => {
    const db = createDatabase(database.url);
    const { name } = await draftWith(db, CARDS);
    await db.close();
    // All but ten were read in the first run; in the second none has been read yet.
    await runSql(
      database.url,
      `UPDATE cards SET state = 'succeeded', last_seq = position, finished_at = now() - interval '1 hour' WHERE position > 10;
       UPDATE batches SET status = 'queued', run = 2, seq = ${CARDS + 1}, n_ready = 0, n_queued = 10,
         n_succeeded = ${CARDS - 10}, started_at = now() - interval '2 hours', run_started_at = now();
       ANALYZE`,
    );
    const cards = await fetchedBy(async (fresh) => {
      const summary = await fresh.line.summary(name);
      expect(summary?.progress).toMatchObject({ seq: CARDS + 1, current: CARDS - 10, cardsPerMinute: null });
      expect(summary).not.toHaveProperty('fields');
    });
    expect(cards).toBeLessThanOrEqual(61);
  });
});
