import { createDatabase, type Claim, type Database, type Rung } from '@cardmill/db';
import { freshDatabase, waitFor } from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claimOne, draftWith, READING } from './line.ts';

const LEASE_MS = 60_000;
const NEVER_LOST_MS = 3_600_000;
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

async function started(cards: number, station = ''): Promise<{ name: string; id: string }> {
  const batch = await draftWith(db, cards, station);
  await db.start(batch.name);
  return batch;
}

const ring = (window: number): Promise<Rung[]> => db.line.dispatch(window, NEVER_LOST_MS, window);
const claim = (rung = false): Promise<Claim | null> => db.work.claimTurn('test', LEASE_MS, { rung });

/** Reads the card whose turn it is. */
async function read(rung = false): Promise<Claim> {
  const card = await claim(rung);
  if (card === null) throw new Error('there is no card to claim');
  await db.work.succeed(card, READING, 1);
  return card;
}

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
    await ring(6);
    const b = await started(10, 'B');
    const order: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      order.push((await read(true)).batch);
      await ring(6);
    }
    expect(order).toEqual(Array.from({ length: 12 }, (_, i) => [a, b][i % 2]?.name));
  });

  it('reads a retried image next, not behind the bulk of its own batch', async () => {
    const { id, name } = await started(BULK);
    const bad = await claimOne(db, id);
    await db.work.fail(bad, { code: 'ocr_failed', message: 'no' }, 1);
    await reads(3);
    expect(await db.requeue(name, 'retry-image', null, bad.filename)).toMatchObject({ ok: true, changed: 1 });
    expect((await read()).cardId).toBe(bad.cardId);
    // A retry of few as well.
    const again = await claimOne(db, id);
    await db.work.fail(again, { code: 'ocr_failed', message: 'no' }, 1);
    expect(await db.requeue(name, 'retry', null, null)).toMatchObject({ ok: true, changed: 1 });
    expect((await read()).cardId).toBe(again.cardId);
  });

  it('reads a new scan of a card next', async () => {
    const { id } = await started(BULK);
    const old = await read();
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
    const cards = await drain(12, () => queuedOf(name));
    expect(new Set(cards).size).toBe(300);
    expect(cards).toHaveLength(300);
    expect(await db.findBatch(name)).toMatchObject({ status: 'completed', progress: { seq: 301 } });
  });

  it('drain many batches of one card, over which all of them meet', async () => {
    const names: string[] = [];
    for (let i = 0; i < 40; i += 1) names.push((await started(1)).name);
    const queued = async () => (await Promise.all(names.map(queuedOf))).reduce((sum, n) => sum + n, 0);
    expect(await drain(12, queued)).toHaveLength(40);
  });
});

describe('the window', () => {
  it('holds no more than its size, whatever the number of dispatchers', async () => {
    await started(100, 'A');
    await started(100, 'B');
    for (let round = 0; round < 5; round += 1) {
      const rung = (await Promise.all(Array.from({ length: 4 }, () => ring(8)))).flat();
      const inside = round === 0 ? 8 : 3;
      expect(rung).toHaveLength(inside);
      expect(rung.every(({ kind }) => kind === 'fresh')).toBe(true);
      for (let i = 0; i < 3; i += 1) await read(true);
    }
  });

  it('grows with the workers, three cards for each', async () => {
    await started(100);
    for (let n = 0; n < 5; n += 1) await db.work.workerHeartbeat(`w${n}`, ['deu']);
    expect(await ring(4)).toHaveLength(15);
  });

  it('goes to who has nothing in it before who has much', async () => {
    const a = await started(100, 'A');
    await ring(6);
    for (let i = 0; i < 2; i += 1) await read(true);
    const b = await started(BULK, 'B');
    await started(1, 'A');
    const rung = new Set((await ring(6)).map(({ cardId }) => cardId));
    const ofB = (await db.listCards(b.id, 0, BULK)).filter((card) => rung.has(card.id));
    const ofA = (await db.listCards(a.id, 0, 100)).filter((card) => rung.has(card.id));
    expect([ofA.length, ofB.length]).toEqual([0, 2]);
  });

  it('rings again at once for a card whose worker died, once', async () => {
    const { id } = await started(3);
    await ring(2);
    const dead = await claimOne(db, id, 1);
    const rung = await waitFor(async () => {
      const again = await db.line.dispatch(2, NEVER_LOST_MS, 2);
      return again.length > 0 ? again : undefined;
    });
    expect(rung).toEqual([{ cardId: dead.cardId, kind: 'expired_lease' }]);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 2)).toEqual([]);
    expect(await claim(true)).toMatchObject({ cardId: dead.cardId, crashCount: 1 });
  });

  it('rings again for a card nobody came for, unless bells enough are still waiting', async () => {
    await started(3);
    const [first, second] = await ring(2);
    const inHand = await claim(true);
    expect([first?.cardId, second?.cardId]).toContain(inHand?.cardId);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 0)).toEqual([]);
    expect(await db.line.dispatch(2, 0, 1)).toEqual([]);
    const again = await waitFor(async () => {
      const rung = await db.line.dispatch(2, 1, 0);
      return rung.length > 0 ? rung : undefined;
    });
    expect(again).toEqual([{ cardId: expect.not.stringMatching(inHand?.cardId ?? ''), kind: 'lost_bell' }]);
  });

  it('rings for nothing while twice the window of bells waits', async () => {
    await started(3);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 4)).toEqual([]);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 3)).toHaveLength(2);
  });
});
