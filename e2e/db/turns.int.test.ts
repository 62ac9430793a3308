import { createDatabase, type Database } from '@cardmill/db';
import { freshDatabase, runSql, waitFor } from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { draftWith, READING, readNext, startedWith } from './line.ts';

const LEASE_MS = 60_000;
const BULK = 40;

// A database for each test: the order of turns is that of the whole house.
let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeEach(async () => {
  database = await freshDatabase();
  db = createDatabase(database.url, { poolSize: 16 });
});
afterEach(async () => {
  await db.close();
  await database.close();
});

const started = (cards: number, station = '') => startedWith(db, cards, station);
const claim = () => db.work.claimTurn('test', LEASE_MS, { rung: false });
const read = () => readNext(db, { rung: false });

/** Names of the batches in the order of turns. */
async function reads(n: number, before: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const order: string[] = [];
  for (let i = 0; i < n; i += 1) {
    await before();
    order.push((await read()).batch);
  }
  return order;
}

describe('whose turn it is', () => {
  it('alternates between stations, however much one of them has and had first', async () => {
    const a = await started(500, 'A');
    const b = await started(10, 'B');
    expect(await reads(20)).toEqual(Array.from({ length: 20 }, (_, i) => [b, a][i % 2]?.name));
    expect(await reads(3)).toEqual([a.name, a.name, a.name]);
  });

  it('alternates among the cards rung for too, although the window was full of one station’s', async () => {
    const a = await started(500, 'A');
    await db.line.dispatch(6, LEASE_MS, 6);
    const b = await started(10, 'B');
    const order: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      order.push((await readNext(db, { rung: true })).batch);
      await db.line.dispatch(6, LEASE_MS, 6);
    }
    expect(order).toEqual(Array.from({ length: 12 }, (_, i) => [a, b][i % 2]?.name));
  });

  it('alternates between the batches of a class too', async () => {
    const [x, y] = [await started(BULK), await started(BULK)];
    expect(await reads(6)).toEqual([x, y, x, y, x, y].map(({ name }) => name));
  });

  it.each(['retry-image', 'retry'] as const)(
    'reads a card of %s next, not in its batch’s turn',
    async (kind) => {
      const { name } = await started(BULK);
      await started(BULK);
      const bad = await claim();
      if (bad === null) throw new Error('there is no card to claim');
      await db.work.fail(bad, { code: 'ocr_failed', message: 'no' }, 1);
      await reads(2);
      const filename = kind === 'retry' ? null : bad.filename;
      expect(await db.requeue(name, kind, null, filename)).toMatchObject({ ok: true, changed: 1 });
      expect((await read()).cardId).toBe(bad.cardId);
    },
  );

  it('reads a new scan of a card next', async () => {
    const { id } = await started(BULK);
    await started(BULK);
    const old = await read();
    await reads(2);
    const file = await db.intendFile(id, old.filename);
    const bytes = { sha256: 'c'.repeat(64), size: 1, mediaType: 'image/jpeg' };
    expect(await db.replaceFile(file.id, old.filename, bytes)).toMatchObject({ outcome: 'accepted' });
    expect((await read()).cardId).toBe(old.cardId);
  });

  it('inspects drafts in turn with bulk, and leaves their time of change alone', async () => {
    const bulk = await started(BULK);
    await reads(1);
    const draft = await draftWith(db, 3);
    const before = (await db.findBatch(draft.name))?.progress.updatedAt;
    const first = await claim();
    expect(first).toMatchObject({ batch: draft.name, recognise: false });
    expect((await claim())?.batch).toBe(bulk.name);
    expect((await claim())?.batch).toBe(draft.name);
    expect((await db.findBatch(draft.name))?.progress.updatedAt).toBe(before);
  });

  it('lets a flood of small batches starve neither their station’s bulk nor another station', async () => {
    const bulk = await started(BULK, 'A');
    const other = await started(BULK, 'B');
    const order = await reads(16, () => started(1, 'A'));
    const small = order.filter((name) => name !== bulk.name && name !== other.name);
    expect(order.filter((name) => name === other.name)).toHaveLength(8);
    expect(order.filter((name) => name === bulk.name)).toHaveLength(4);
    expect(new Set(small).size).toBe(4);
  });
});

describe('an engine that is set to a language', () => {
  const FRENCH = ['fra', 'lat'];
  let german: { name: string };
  let french: { name: string };
  beforeEach(async () => {
    german = await startedWith(db, BULK, 'A', ['deu']);
    french = await startedWith(db, BULK, 'B', FRENCH);
    // Both have just been served: neither has anything to complain of.
    await reads(2);
  });
  const readBy = async (languages: readonly string[], rung = false): Promise<string> =>
    (await readNext(db, { rung, languages })).batch;
  /** As if everybody had been served just now, however long this test takes. */
  const justServed = async () => {
    await runSql(database.url, 'UPDATE turns SET at = clock_timestamp()');
    await runSql(database.url, 'UPDATE batches SET bulk_turn_at = clock_timestamp()');
  };

  it('goes on with cards of that language, each worker with its own', async () => {
    for (const [languages, name] of [
      [FRENCH, french.name],
      [['deu'], german.name],
      [['deu'], german.name],
      [FRENCH, french.name],
      [FRENCH, french.name],
    ] as const) {
      await justServed();
      expect(await readBy(languages)).toBe(name);
    }
    await db.line.dispatch(8, LEASE_MS, 8);
    for (let card = 0; card < 2; card += 1) {
      await justServed();
      expect(await readBy(FRENCH, true)).toBe(french.name);
    }
  });

  it('is set to another for a station that has waited, or was never served', async () => {
    await justServed();
    await runSql(database.url, "UPDATE turns SET at = at - interval '6 seconds' WHERE station = 'B'");
    expect(await readBy(['deu'])).toBe(french.name);
    await justServed();
    expect(await readBy(['deu'])).toBe(german.name);
    const other = await startedWith(db, 1, 'C', ['eng']);
    expect(await readBy(['deu'])).toBe(other.name);
  });

  it('reads what there is when there is nothing of its language', async () => {
    expect(await readBy(['nor'])).toBe(german.name);
    expect(await readBy(['nor'])).toBe(french.name);
  });

  it('keeps no card from its inspection, which needs no engine', async () => {
    const draft = await draftWith(db, 3, 'C', ['eng']);
    expect(await readBy(['deu'])).toBe(draft.name);
    await reads(2);
    expect(await readBy(['deu'])).toBe(draft.name);
  });
});

describe('many workers at once', () => {
  /** Every worker goes on until it hears that there is nothing; nobody may hear so while a card can be claimed. */
  async function drain(workers: number, queued: () => Promise<number>): Promise<string[]> {
    const cards: string[] = [];
    const tooSoon: number[] = [];
    await Promise.all(
      Array.from({ length: workers }, async () => {
        for (let card = await claim(); card !== null; card = await claim()) {
          cards.push(card.cardId);
          await db.work.succeed(card, READING, 1);
        }
        const left = await queued();
        if (left > 0) tooSoon.push(left);
      }),
    );
    expect(tooSoon).toEqual([]);
    return cards;
  }
  const queuedOf = async (name: string): Promise<number> => (await db.findBatch(name))?.counts.queued ?? 0;

  it('drain one hot batch, each card once', async () => {
    const { name } = await started(300);
    const cards = await drain(8, () => queuedOf(name));
    expect(new Set(cards).size).toBe(300);
    expect(cards).toHaveLength(300);
    expect(await db.findBatch(name)).toMatchObject({ status: 'completed', progress: { seq: 301 } });
  });

  it('each get a card when all of them wait for the same batch', async () => {
    const { id } = await started(BULK);
    const held = runSql(
      database.url,
      `BEGIN; SELECT FROM batches WHERE id = '${id}' FOR UPDATE; SELECT pg_sleep(1); COMMIT`,
    );
    const sleeping = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`;
    await waitFor(async () => (await runSql(database.url, sleeping)).rowCount === 1);
    const one = `SELECT card_id FROM card_claim_turn('test', ${LEASE_MS}, false)`;
    const claims = await Promise.all(Array.from({ length: 6 }, () => runSql(database.url, one)));
    await held;
    const replies = new Set(claims.map(({ rows }) => JSON.stringify(rows)));
    expect(replies.size).toBe(6);
    expect(replies).not.toContain('[{"card_id":null}]');
  });

  it('drain many batches of one card, over which all of them meet', async () => {
    const names: string[] = [];
    for (let i = 0; i < 24; i += 1) names.push((await started(1)).name);
    const queued = async () => (await Promise.all(names.map(queuedOf))).reduce((sum, n) => sum + n, 0);
    expect(await drain(8, queued)).toHaveLength(24);
  });
});
