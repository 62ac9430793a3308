import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Claim, createDatabase, type Database } from '@cardmill/db';
import { freshDatabase, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { checkHistory, ended, type History, newHistory, tookNumber } from './history.ts';
import { claimOf, draftWith, READING } from './line.ts';

// Another seed: RACE_SEED=12345 npx vitest run --project int e2e/db/races.int.test.ts
const SEED = Number(process.env['RACE_SEED'] ?? randomBytes(4).readUInt32LE());

let database: Awaited<ReturnType<typeof freshDatabase>>;
let clients: Database[];
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  // Two processes' worth of connections.
  clients = [createDatabase(database.url, { poolSize: 8 }), createDatabase(database.url, { poolSize: 8 })];
  [db] = clients as [Database];
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await database.close();
});

/** mulberry32: the same moves for the same seed. */
function dice(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  return { below, pick };
}

/** Whatever goes wrong is told with the seed that does it again. */
async function seeded(round: number, work: (roll: ReturnType<typeof dice>) => Promise<void>): Promise<void> {
  try {
    await work(dice(SEED + round));
  } catch (cause) {
    throw new Error(`RACE_SEED=${SEED} round ${round}: ${String(cause)}`, { cause });
  }
}

interface Race {
  batch: { id: string; name: string; filenames: string[] };
  history: History;
  roll: ReturnType<typeof dice>;
}

const OF_ACTIONS = [
  'cancel',
  'resume',
  'retry',
  'retry-image',
  'restart',
  'replace',
  'stop',
  'patch',
] as const;

/** One thing that a person or the system does to the batch. */
async function act(
  { batch, history, roll }: Race,
  kind: (typeof OF_ACTIONS)[number] | 'delete',
): Promise<void> {
  const client = roll.pick(clients);
  const filename = roll.pick(batch.filenames);
  const run = roll.below(3) === 0 ? 1 + roll.below(3) : null;
  const bytes = {
    sha256: roll
      .below(2 ** 32)
      .toString(16)
      .padStart(64, '0'),
    size: 1,
    mediaType: 'image/jpeg',
  };
  await sleep(roll.below(12));
  switch (kind) {
    case 'cancel':
      return tookNumber(history, 'cancel', await client.cancel(batch.name, run));
    case 'stop': {
      const stopped = await client.sweep.stopWaiting(batch.name, 'storage_unavailable', 0, 'waited');
      return tookNumber(history, 'stop', stopped);
    }
    case 'resume':
    case 'retry':
    case 'restart':
      return tookNumber(history, kind, await client.requeue(batch.name, kind, run, null));
    case 'retry-image':
      return tookNumber(history, kind, await client.requeue(batch.name, kind, run, filename));
    case 'replace': {
      const { id } = await client.intendFile(batch.id, filename);
      const reply = await client.replaceFile(id, filename, bytes);
      return tookNumber(history, 'replace', { ok: reply.outcome === 'accepted', ...reply });
    }
    case 'patch': {
      const [row] = await client.readResults(batch.id, { filename }, 1);
      if (row === undefined) return;
      await client.patchResult(batch.id, filename, row.version, { fields: { a: 'b' }, verified: true }, [
        'a',
      ]);
      return;
    }
    case 'delete': {
      const deleted = await client.deleteBatch(batch.name);
      if (deleted !== null) history.deletedAt = deleted.seq;
    }
  }
}

/** A worker that takes what it gets and ends it somehow, or forgets it: then the lease runs out. */
async function work({ batch, history, roll }: Race, turns: number): Promise<void> {
  const client = roll.pick(clients);
  const cards = await client.listCards(batch.id, 0, 100);
  for (let turn = 0; turn < turns; turn += 1) {
    const leaseMs = roll.pick([1, 20, 30_000]);
    const card = roll.pick(cards);
    const [byTurn, end, pause] = [roll.below(2) === 0, roll.below(10), roll.below(8)];
    const claim = byTurn
      ? await client.work.claimTurn('race', leaseMs, { rung: false })
      : await client.work.claim(card.id, 'race', leaseMs);
    await sleep(pause);
    if (claim?.batchId !== batch.id) continue;
    if (end === 9) continue;
    await finish(client, history, claim, end);
  }
}

async function finish(client: Database, history: History, claim: Claim, end: number): Promise<void> {
  if (end < 2) await client.work.inspected(claim, { width: 1, height: 1, flags: [] }, false);
  if (end < 6) ended(history, claim, 'succeeded', await client.work.succeed(claim, READING, 1));
  else if (end < 8) {
    const error = { code: 'ocr_failed', message: 'no' } as const;
    ended(history, claim, 'failed', await client.work.fail(claim, error, 1));
  } else await client.work.release(claim, 0, end === 8 ? 'storage_unavailable' : null);
  await client.work.heartbeat(claim, 1);
}

/** Everything that is left is read, once the races are over. */
async function drain({ batch, history }: Race): Promise<void> {
  await waitFor(
    async () => {
      for (const claim of await claimOf(db, batch.id, 100)) {
        ended(history, claim, 'succeeded', await db.work.succeed(claim, READING, 1));
      }
      const { counts } = (await db.findBatch(batch.name)) ?? {};
      return counts === undefined || counts.queued + counts.processing === 0;
    },
    { what: 'the batch is drained', timeoutMs: 40_000 },
  );
}

async function startedRace(cards: number, roll: Race['roll']): Promise<Race> {
  const race: Race = { batch: await draftWith(db, cards), history: newHistory(), roll };
  tookNumber(race.history, 'start', await db.start(race.batch.name));
  return race;
}

describe('actions, workers and sweepers at once', () => {
  it('leave whole batches: every number once, every counter right, every card in one state', async () => {
    for (let round = 0; round < 25; round += 1) {
      await seeded(round, async (roll) => {
        const race = await startedRace(1 + roll.below(6), roll);
        await Promise.all([
          ...Array.from({ length: 5 }, () => work(race, 6)),
          ...Array.from({ length: 10 }, () => act(race, roll.pick(OF_ACTIONS))),
          db.line.recount(),
          db.line.dispatch(8, 0),
        ]);
        // Leases of what a worker forgot may be long: a person cancels.
        tookNumber(race.history, 'cancel', await db.cancel(race.batch.name, null));
        await checkHistory(database.url, db, race.batch.id, race.history);
        tookNumber(race.history, 'resume', await db.requeue(race.batch.name, 'resume', null, null));
        await drain(race);
        const { cards } = await checkHistory(database.url, db, race.batch.id, race.history);
        expect(cards).toHaveLength(race.batch.filenames.length);
      });
    }
  }, 180_000);

  it('bring nothing of a deleted batch back to life', async () => {
    for (let round = 0; round < 15; round += 1) {
      await seeded(1_000 + round, async (roll) => {
        const race = await startedRace(1 + roll.below(5), roll);
        const late = await claimOf(db, race.batch.id, 1);
        await Promise.all([
          ...Array.from({ length: 4 }, () => work(race, 3)),
          ...Array.from({ length: 5 }, () => act(race, roll.pick(OF_ACTIONS))),
          act(race, 'delete'),
          act(race, 'delete'),
        ]);
        const before = await checkHistory(database.url, db, race.batch.id, race.history);
        // Zombies, and people whose page still shows the batch.
        for (const claim of late) await finish(db, race.history, claim, 3);
        for (const kind of OF_ACTIONS) await act(race, kind);
        await work(race, 3);
        expect(await checkHistory(database.url, db, race.batch.id, race.history)).toEqual(before);
      });
    }
  }, 180_000);
});

describe('two at the same moment', () => {
  const ROUNDS = 15;

  it('cancel and the last finish: one of them ends the batch (F19)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await seeded(2_000 + round, async (roll) => {
        const race = await startedRace(3, roll);
        const claims = await claimOf(db, race.batch.id, 3);
        await Promise.all([
          act(race, 'cancel'),
          ...claims.map(async (claim) => {
            await sleep(roll.below(12));
            await finish(roll.pick(clients), race.history, claim, 3);
          }),
        ]);
        const { batch } = await checkHistory(database.url, db, race.batch.id, race.history);
        expect(batch.status).toBe(batch.n_cancelled === 0 ? 'completed' : 'cancelled');
      });
    }
  }, 120_000);

  it.each(['resume', 'retry', 'restart'] as const)(
    '%s twice for one run begins one run (F20)',
    async (kind) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const race = await startedRace(3, dice(SEED));
        const claims = await claimOf(db, race.batch.id, 3);
        if (kind === 'resume') tookNumber(race.history, 'cancel', await db.cancel(race.batch.name, 1));
        else for (const claim of claims) await finish(db, race.history, claim, 6);
        const replies = await Promise.all(
          [0, 1, 2, 3].map((n) => (clients[n % 2] ?? db).requeue(race.batch.name, kind, 1, null)),
        );
        for (const reply of replies) tookNumber(race.history, kind, reply);
        expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
        for (const reply of replies)
          expect(reply).toMatchObject(reply.ok ? { changed: 3 } : { code: 'run_changed' });
        await checkHistory(database.url, db, race.batch.id, race.history);
        await drain(race);
      }
    },
    120_000,
  );

  it('retry and cancel: whatever is first, the numbers agree (F20)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await seeded(3_000 + round, async (roll) => {
        const race = await startedRace(3, roll);
        const [first, ...rest] = await claimOf(db, race.batch.id, 3);
        if (first !== undefined) await finish(db, race.history, first, 6);
        await Promise.all([
          act(race, 'retry'),
          act(race, 'cancel'),
          ...rest.map((claim) => finish(roll.pick(clients), race.history, claim, 3)),
        ]);
        await checkHistory(database.url, db, race.batch.id, race.history);
        await db.cancel(race.batch.name, null);
      });
    }
  }, 120_000);

  it('delete and finish: nothing is written after the tombstone (F21)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await seeded(4_000 + round, async (roll) => {
        const race = await startedRace(4, roll);
        const claims = await claimOf(db, race.batch.id, 4);
        await Promise.all([
          act(race, 'delete'),
          ...claims.map(async (claim) => {
            await sleep(roll.below(12));
            await finish(roll.pick(clients), race.history, claim, roll.below(9));
          }),
        ]);
        await checkHistory(database.url, db, race.batch.id, race.history);
      });
    }
  }, 120_000);

  it('people who correct a card while it is read again: nobody waits in a circle', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await seeded(6_000 + round, async (roll) => {
        const race = await startedRace(1, roll);
        for (const claim of await claimOf(db, race.batch.id, 1)) await finish(db, race.history, claim, 3);
        tookNumber(race.history, 'restart', await db.requeue(race.batch.name, 'restart', null, null));
        await Promise.all([
          ...Array.from({ length: 12 }, () => act(race, 'patch')),
          ...Array.from({ length: 4 }, () => work(race, 4)),
        ]);
        await checkHistory(database.url, db, race.batch.id, race.history);
        await db.cancel(race.batch.name, null);
      });
    }
  }, 120_000);

  it('start and files on their way: no card is added to a batch that has started (F18)', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await seeded(5_000 + round, async (roll) => {
        const batch = await draftWith(db, 1);
        const send = async (n: number) => {
          const client = roll.pick(clients);
          // Every name is sent twice: the same bytes are one card.
          const name = `f${Math.floor(n / 2)}.jpg`;
          const { id } = await client.intendFile(batch.id, name);
          const sha256 = String(Math.floor(n / 2)).padStart(64, '0');
          await sleep(roll.below(8));
          return client.acceptFile(id, { sha256, size: 1, mediaType: 'image/jpeg' }, [name]);
        };
        const history = newHistory();
        const [started, ...replies] = await Promise.all([
          sleep(roll.below(12)).then(() => roll.pick(clients).start(batch.name)),
          ...Array.from({ length: 12 }, (_, n) => send(n)),
        ]);
        tookNumber(history, 'start', started);
        const accepted = replies.filter((reply) => reply.outcome === 'accepted').length;
        for (const reply of replies)
          if (reply.outcome === 'rejected') expect(reply.code).toBe('batch_started');
        expect(started).toMatchObject({ ok: true, changed: accepted + 1 });
        const { batch: row } = await checkHistory(database.url, db, batch.id, history);
        expect(row).toMatchObject({ n_ready: 0, n_queued: accepted + 1 });
        await db.cancel(batch.name, null);
      });
    }
  }, 120_000);
});
