import { createDatabase, type Database, type Rung } from '@cardmill/db';
import { freshDatabase, waitFor } from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claimOne, READING, readNext, startedWith } from './line.ts';

const NEVER_LOST_MS = 3_600_000;
const BULK = 40;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeEach(async () => {
  database = await freshDatabase();
  db = createDatabase(database.url, { poolSize: 8 });
});
afterEach(async () => {
  await db.close();
  await database.close();
});

const started = (cards: number, station = '') => startedWith(db, cards, station);
const read = () => readNext(db, { rung: true });
const ring = (window: number): Promise<Rung[]> => db.line.dispatch(window, NEVER_LOST_MS, window);
const claim = () => db.work.claimTurn('test', 60_000, { rung: true });

describe('the window', () => {
  it('holds no more than its size, whatever the number of dispatchers', async () => {
    await started(100, 'A');
    await started(100, 'B');
    for (let round = 0; round < 5; round += 1) {
      const rung = (await Promise.all(Array.from({ length: 4 }, () => ring(8)))).flat();
      const inside = round === 0 ? 8 : 3;
      expect(rung).toHaveLength(inside);
      expect(rung.every(({ kind }) => kind === 'fresh')).toBe(true);
      for (let i = 0; i < 3; i += 1) await read();
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
    for (let i = 0; i < 2; i += 1) await read();
    const b = await started(BULK, 'B');
    await started(1, 'A');
    const rung = new Set((await ring(6)).map(({ cardId }) => cardId));
    const ofB = (await db.listCards(b.id, 0, BULK)).filter((card) => rung.has(card.id));
    const ofA = (await db.listCards(a.id, 0, 100)).filter((card) => rung.has(card.id));
    expect([ofA.length, ofB.length]).toEqual([0, 2]);
  });

  it('goes to the batch and to the class that has less in it', async () => {
    const cardsOf = async (batch: { id: string }, rung: readonly Rung[]) =>
      (await db.listCards(batch.id, 0, BULK)).filter((card) => rung.some(({ cardId }) => cardId === card.id))
        .length;
    const end = async (batch: { id: string }) => db.work.succeed(await claimOne(db, batch.id), READING, 1);
    // By turn alone x would get one of the two.
    const x = await started(BULK);
    await ring(4);
    for (let i = 0; i < 2; i += 1) await read();
    const y = await started(BULK);
    await end(y);
    const rung = await ring(4);
    expect([await cardsOf(x, rung), await cardsOf(y, rung)]).toEqual([0, 2]);
    for (const { name } of [x, y]) await db.cancel(name, null);

    // By turn alone, or by batch, another urgent one would be next.
    const few = await started(3);
    await ring(2);
    await read();
    const bulk = await started(BULK);
    await end(bulk);
    await started(1);
    expect(await cardsOf(bulk, await ring(2))).toBe(1);
    expect((await db.findBatch(few.name))?.counts.queued).toBe(2);
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
    expect(await claim()).toMatchObject({ cardId: dead.cardId, crashCount: 1 });
  });

  it('rings again for a card nobody came for, unless bells enough are still waiting', async () => {
    await started(3);
    const [first, second] = await ring(2);
    const inHand = await claim();
    expect([first?.cardId, second?.cardId]).toContain(inHand?.cardId);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 0)).toEqual([]);
    expect(await db.line.dispatch(2, 0, 1)).toEqual([]);
    const again = await waitFor(async () => {
      const rung = await db.line.dispatch(2, 1, 0);
      return rung.length > 0 ? rung : undefined;
    });
    expect(again).toEqual([
      { cardId: expect.not.stringMatching(inHand?.cardId ?? 'none'), kind: 'lost_bell' },
    ]);
  });

  it('rings for nothing while twice the window of bells waits', async () => {
    await started(3);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 4)).toEqual([]);
    expect(await db.line.dispatch(2, NEVER_LOST_MS, 3)).toHaveLength(2);
  });
});
