import { setTimeout as sleep } from 'node:timers/promises';

import type { CardOutcome } from '@cardmill/contracts';
import { createDatabase, type Database } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { type FreshDatabase, freshDatabase, type FreshRedis, freshRedis, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Client, createClient, faultsOf, numbersMissing } from './client.suite.ts';
import { createHints, createRandom, makeBatch, type Random, seedOf } from './fake-line.suite.ts';
import { notifierConfig, type RunningNotifier, startNotifier } from './index.ts';
import { workQuickly } from './quick-worker.suite.ts';

const CARDS = 2_000;
const CLIENTS = 6;
const MOVES = 20;
const LONG = { timeout: 180_000 };
const seed = seedOf(process.env['REPLAY_SEED']);

/**
 * The risk that the whole live view hangs on, without OCR: a fake worker ends 2,000 cards, every third hint is lost,
 * clients move at random between two notifiers on one Redis.
 */
describe(`replay (REPLAY_SEED=${seed})`, () => {
  const logger = createLogger({ service: 'notifier', level: 'silent' });
  let database: FreshDatabase;
  let redis: FreshRedis;
  let db: Database;
  let notifiers: RunningNotifier[];

  beforeAll(async () => {
    [database, redis] = await Promise.all([freshDatabase(), freshRedis()]);
    db = createDatabase(database.url);
    const config = notifierConfig.parse({ DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: '0' });
    notifiers = await Promise.all([startNotifier(config, { logger }), startNotifier(config, { logger })]);
  });

  afterAll(async () => {
    await Promise.all(notifiers.map((notifier) => notifier.close()));
    await db.close();
    await Promise.all([database.close(), redis.close()]);
  });

  const anyUrl = (random: Random): string => notifiers[random.below(notifiers.length)]?.url ?? '';

  /** Comes and goes until it is told to stay, and no more often on a machine that is slow. */
  async function roam(client: Client, random: Random, stay: AbortSignal): Promise<void> {
    for (let moves = 0; moves < MOVES && !stay.aborted; moves += 1) {
      await sleep(20 + random.below(300));
      if (random.share() < 0.5) client.leave();
      await sleep(random.below(150));
      client.visit(anyUrl(random));
    }
  }

  /** The latest outcome per card, as the database has it. */
  async function outcomesInSql(batchId: string): Promise<Map<string, CardOutcome>> {
    const outcomes = await db.line.outcomes(batchId, 0, 10_000);
    return new Map(outcomes.map((outcome) => [outcome.cardId, outcome]));
  }

  it('brings every number to every client and ends in the state of the database', LONG, async () => {
    const random = createRandom(seed);
    const { name, id } = await makeBatch(db, CARDS);
    const clients = Array.from({ length: CLIENTS }, () => createClient(name));
    const sleeper = createClient(name);
    for (const client of [...clients, sleeper]) client.visit(anyUrl(random));
    await waitFor(() => [...clients, sleeper].every((client) => client.watcher.state().progress !== null));
    sleeper.leave();

    const hints = createHints(redis.url, (n) => n % 3 === 0);
    const started = await db.start(name);
    if (!started.ok) throw new Error(started.code);
    hints.send({ batch: name, seq: started.seq, kind: 'action' });
    // The number of an action reaches who is there; who comes later finds it in the progress of the reply.
    await waitFor(() => clients.every((client) => client.watcher.state().seq === started.seq));

    const stay = new AbortController();
    const roaming = Promise.all(
      clients.map((client, n) => roam(client, createRandom(seed + n + 1), stay.signal)),
    );
    await workQuickly({
      databaseUrl: database.url,
      hints,
      batch: name,
      seq: started.seq,
      cards: CARDS,
      failing: "filename LIKE '%7.tif'",
      restMs: 30,
    });
    stay.abort();
    await roaming;
    sleeper.visit(anyUrl(random));
    await waitFor(() => [...clients, sleeper].every((client) => client.ended()), { timeoutMs: 60_000 });

    const truth = await db.findBatch(name);
    const outcomes = await outcomesInSql(id);
    expect(await db.line.recount()).toEqual([]);
    expect(truth).toMatchObject({ status: 'completed', counts: { succeeded: 1_800, failed: 200 } });
    for (const client of clients) {
      expect(client.connections().flatMap(faultsOf)).toEqual([]);
      expect(numbersMissing(client, CARDS + 1)).toEqual([]);
    }
    expect(sleeper.connections().flatMap(faultsOf)).toEqual([]);
    expect(sleeper.connections().flat()).toContainEqual(
      expect.objectContaining({ kind: 'ack', reply: expect.objectContaining({ truncated: true }) }),
    );
    for (const client of [...clients, sleeper]) {
      const { progress, outcomes: seen } = client.watcher.state();
      expect(seen).toEqual(outcomes);
      expect({ ...progress, workers: 0 }).toEqual({ ...truth?.progress, workers: 0 });
      client.close();
    }
    hints.close();
  });
});
