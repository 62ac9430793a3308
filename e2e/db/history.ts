import type { Claim, Database } from '@cardmill/db';
import { runSql } from '@cardmill/testkit';
import { expect } from 'vitest';

/** What the database acknowledged in one round: every number that was given out, and which attempts won. */
export interface History {
  /** Numbers of outcomes and actions, in no order. */
  numbers: number[];
  /** Numbers of actions by kind as `actions` has them. */
  actions: { seq: number; kind: string }[];
  /** The last attempt that succeeded, per card. */
  winners: Map<string, { seq: number; attempt: number }>;
  /** Accepted actions that begin a new run. */
  runs: number;
  deletedAt: number | null;
}

export const newHistory = (): History => ({
  numbers: [],
  actions: [],
  winners: new Map(),
  runs: 0,
  deletedAt: null,
});

export function tookNumber(history: History, kind: string, reply: { ok: boolean; seq?: number }): void {
  if (!reply.ok || reply.seq === undefined) return;
  history.numbers.push(reply.seq);
  history.actions.push({ seq: reply.seq, kind });
  if (['start', 'resume', 'retry', 'retry-image', 'restart'].includes(kind)) history.runs += 1;
}

export function ended(
  history: History,
  claim: Pick<Claim, 'cardId' | 'attempt'>,
  state: 'succeeded' | 'failed',
  reply: { seq: number } | null,
): void {
  if (reply === null) return;
  history.numbers.push(reply.seq);
  const before = history.winners.get(claim.cardId);
  if (state === 'succeeded' && (before === undefined || before.seq < reply.seq)) {
    history.winners.set(claim.cardId, { seq: reply.seq, attempt: claim.attempt });
  }
}

// Rows as they are stored: tests look at any column.
// oxlint-disable-next-line typescript/no-explicit-any
type AnyRow = any;
interface Rows {
  batch: AnyRow;
  cards: AnyRow[];
  actions: { seq: number; kind: string }[];
  results: [card: string, attempt: number][];
}

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** I1 to I4 over one batch and everything that was acknowledged about it. */
export async function checkHistory(url: string, db: Database, batchId: string, history: History) {
  // One connection and one moment for all of it.
  const { rows } = await runSql(
    url,
    `SELECT to_jsonb(b) AS batch,
       (SELECT coalesce(jsonb_agg(c ORDER BY c.position), '[]') FROM cards c WHERE c.batch_id = b.id) AS cards,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('seq', a.seq, 'kind', a.kind) ORDER BY a.seq), '[]')
        FROM actions a WHERE a.batch_id = b.id) AS actions,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(r.card_id, r.attempt) ORDER BY c.position), '[]')
        FROM results r JOIN cards c ON c.id = r.card_id WHERE c.batch_id = b.id) AS results
     FROM batches b WHERE b.id = '${batchId}'`,
  );
  const { batch, cards, actions, results }: Rows = rows[0];
  const inState = (state: string): number => cards.filter((card) => card.state === state).length;

  // Numbers are 1..n, each given out once, and each names an outcome or an action.
  expect(ascending(history.numbers)).toEqual(Array.from({ length: batch.seq }, (_, i) => i + 1));
  expect(actions).toEqual(history.actions.toSorted((a, b) => a.seq - b.seq));
  const known = new Set(history.numbers);
  for (const card of cards) expect(card.last_seq === 0 || known.has(card.last_seq)).toBe(true);
  expect(batch.run).toBe(history.runs);

  // One result a card that once succeeded, of the attempt that won last; none for the others.
  expect(new Map(results)).toEqual(
    new Map([...history.winners].map(([card, { attempt }]) => [card, attempt])),
  );

  if (history.deletedAt !== null) {
    expect(batch.deleted_at).not.toBeNull();
    expect(batch.seq).toBe(history.deletedAt);
    expect(cards.filter((card) => card.lease_until !== null || card.dispatched_at !== null)).toEqual([]);
    expect(await db.findBatch(batch.name)).toBeNull();
    return { batch, cards };
  }
  // Counters are the rows, and the status follows from them.
  for (const state of ['ready', 'queued', 'processing', 'succeeded', 'failed', 'cancelled']) {
    expect([state, batch[`n_${state}`]]).toEqual([state, inState(state)]);
  }
  expect(await db.line.recount()).toEqual([]);
  const open = inState('ready') + inState('queued') + inState('processing');
  expect(batch.finished_at !== null).toBe(open === 0);
  expect(['completed', 'failed', 'cancelled'].includes(batch.status)).toBe(open === 0);
  return { batch, cards };
}
