import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';

import { runSql } from '@cardmill/testkit';

import type { Hints } from './fake-line.suite.ts';

const CHUNK = 25;
const EMPTY = `'\\x${deflateSync('[]').toString('hex')}'`;

export interface QuickWorkerOptions {
  databaseUrl: string;
  hints: Pick<Hints, 'send'>;
  /** A started batch in which only this worker changes anything. */
  batch: string;
  /** Its number. */
  seq: number;
  cards: number;
  /** SQL condition on `filename`: those that fail. */
  failing: string;
  /** Milliseconds between two chunks, for the others to have a look. */
  restMs: number;
}

/**
 * Ends all cards of one batch like many workers at once, each card in a transaction of its own with a number of its
 * own, but sends the database 25 at a time: the round trips of 2,000 cards took most of a minute on a busy machine.
 */
export async function workQuickly(options: QuickWorkerOptions): Promise<void> {
  const { databaseUrl, hints, batch, cards } = options;
  const end = (n: number): string => `
    BEGIN;
    SELECT f.seq FROM claimed c, card_finalise(
      c.card_id, c.attempt, (CASE WHEN ${options.failing} THEN 'failed' ELSE 'succeeded' END)::card_state,
      CASE WHEN ${options.failing} THEN 'ocr_failed' END, CASE WHEN ${options.failing} THEN 'No text.' END, 5,
      c.filename, 88, '{}', ${EMPTY}, '{}') f
    WHERE c.n = ${n};
    COMMIT;`;
  for (let ended = 0; ended < cards; ended += CHUNK) {
    const count = Math.min(CHUNK, cards - ended);
    const claim = `CREATE TEMP TABLE claimed AS
      SELECT n, c.* FROM generate_series(1, ${count}) n, LATERAL card_claim_turn('fake-' || n, 30000, false) c;`;
    await runSql(databaseUrl, [claim, ...Array.from({ length: count }, (_, n) => end(n + 1))].join(''));
    if (ended === 0) hints.send({ batch, seq: options.seq, kind: 'change' });
    for (let n = 1; n <= count; n += 1) {
      hints.send({ batch, seq: options.seq + ended + n, kind: 'outcome' });
      // As from many workers: not all in one piece.
      if (n % 5 === 0) await sleep(options.restMs / 5);
    }
  }
}
