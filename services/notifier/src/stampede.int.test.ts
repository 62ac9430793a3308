import { createDatabase, type Database } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { type FreshDatabase, freshDatabase, type FreshRedis, freshRedis, waitFor } from '@cardmill/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createClient, faultsOf } from './client.suite.ts';
import { makeBatch, workAll } from './fake-line.suite.ts';
import { notifierConfig, type RunningNotifier, startNotifier } from './index.ts';

const SILENT = { send: () => undefined };
const CLIENTS = 200;
const CARDS = 150;

describe('a notifier that comes back to its watchers', () => {
  let database: FreshDatabase;
  let redis: FreshRedis;
  let db: Database;
  const opened: (() => unknown)[] = [];

  beforeEach(async () => {
    [database, redis] = await Promise.all([freshDatabase(), freshRedis()]);
    db = createDatabase(database.url);
  });

  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
    await db.close();
    await Promise.all([database.close(), redis.close()]);
  });

  async function start(port: string): Promise<RunningNotifier> {
    const notifier = await startNotifier(
      notifierConfig.parse({ DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: port }),
      { logger: createLogger({ service: 'notifier', level: 'silent' }) },
    );
    opened.push(() => notifier.close());
    return notifier;
  }

  it(`lets ${CLIENTS} in who know ${CARDS} different numbers, with a few reads a second`, async () => {
    const { name, id } = await makeBatch(db, CARDS);
    await db.start(name);
    await workAll({ db, hints: SILENT, cards: CARDS - 10 });
    const first = await start('0');
    // By themselves, and all within a moment: a throng closer than browsers with their longer delays make it.
    const delays = { reconnection: true, reconnectionDelay: 200, reconnectionDelayMax: 400 };
    const clients = Array.from({ length: CLIENTS }, (_, n) => createClient(name, { since: (n * 7) % CARDS }));
    const came = await secondsUntil(
      () => clients.every((client) => client.watcher.state().progress !== null),
      () => {
        for (const client of clients) {
          opened.push(client.close);
          client.visit(first.url, delays);
        }
      },
    );
    expect(await reads(first.url)).toBeLessThanOrEqual(mostReads(came));

    await first.close();
    await workAll({ db, hints: SILENT });
    const second = await start(new URL(first.url).port);
    const back = await secondsUntil(() => clients.every((client) => client.ended()));
    expect(await reads(second.url)).toBeLessThanOrEqual(mostReads(back));

    const outcomes = await db.line.outcomes(id, 0, CARDS);
    for (const [n, client] of clients.entries()) {
      expect(client.connections().flatMap(faultsOf)).toEqual([]);
      const missed = outcomes.filter((outcome) => outcome.seq > (n * 7) % CARDS);
      expect([...client.watcher.state().outcomes.keys()].toSorted()).toEqual(
        missed.map((outcome) => outcome.cardId).toSorted(),
      );
    }
  });
});

/**
 * Three times at once and twice a second the batch is read and then its outcomes, of which one page holds all that was
 * missed; every two seconds is a poll.
 */
const mostReads = (seconds: number): number => 2 * (3 + 2 * (seconds + 1)) + seconds;

async function secondsUntil(condition: () => boolean, begin: () => void = () => undefined): Promise<number> {
  const began = performance.now();
  begin();
  await waitFor(condition, { timeoutMs: 40_000 });
  return (performance.now() - began) / 1_000;
}

async function reads(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^cardmill_notifier_reads_total\S* (\d+)$/m.exec(text)?.[1]);
}
