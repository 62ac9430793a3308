import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { apiConfig, startApi } from '@cardmill/api';
import { createDatabase, type Database } from '@cardmill/db';
import { notifierConfig, startNotifier } from '@cardmill/notifier';
import { startWorker, workerConfig } from '@cardmill/ocr-worker';
import { createLogger, type Logger } from '@cardmill/server-kit';
import { createTcpProxy, freshDatabase, type FreshRedis, freshRedis } from '@cardmill/testkit';
import { Pool } from 'pg';

import { createClient } from '../support/client.ts';
import { createScanReader, type HoldSwitch, makeScans, type Scan } from './scans.ts';
import { type BatchWatch, watchBatch } from './watch-batch.ts';
import { type HouseWatch, watchHouse } from './watch-house.ts';

/** Long enough for a busy machine not to lose one, short enough to wait for. */
const LEASE_MS = 1_000;
const WORKERS = 2;

type Client = ReturnType<typeof createClient>;
type Place = Awaited<ReturnType<typeof startWorkerBehindWires>>;

type LogLevel = NonNullable<Parameters<typeof createLogger>[0]['level']>;

/** The services in one process on a real database, Redis and folder, and the means to trouble them. */
export interface World {
  scans: readonly Scan[];
  /** Two APIs; each action goes to one, so what one knows and the other does not is found out. */
  apis: readonly [Client, Client];
  db: Database;
  /** For the invariants over rows. */
  sql: Pool;
  redis: FreshRedis;
  hold: HoldSwitch;
  watch: (batch: string) => BatchWatch;
  /** The history page, open all the time. */
  history: HouseWatch;
  /** Ends a worker like SIGKILL: it hands nothing back and says nothing more. Another takes its place. */
  crash: (place: number) => Promise<void>;
  /** Ends a worker like SIGTERM. Another takes its place. */
  recycle: (place: number) => Promise<void>;
  /** Takes the network from a worker, or gives it back: it goes on with what it has in hand. */
  setCutOff: (place: number, isCutOff: boolean) => Promise<void>;
  close: () => Promise<void>;
}

async function startWorkerBehindWires(
  env: { database: string; redis: string; store: string; id: string },
  hold: HoldSwitch,
  logger: Logger,
) {
  const wireTo = (url: string) => createTcpProxy(Number(new URL(url).port));
  const [toDatabase, toRedis] = await Promise.all([wireTo(env.database), wireTo(env.redis)]);
  const config = workerConfig.parse({
    DATABASE_URL: toDatabase.through(env.database),
    REDIS_URL: toRedis.through(env.redis),
    STORE: env.store,
    WORKER_ID: env.id,
    LEASE_MS: String(LEASE_MS),
    IDLE_POLL_MS: '200',
  });
  const worker = await startWorker(config, { logger, recogniser: createScanReader(hold) });
  return {
    async cut() {
      await Promise.all([toDatabase, toRedis].map((wire) => wire.set({ kind: 'refuse' })));
    },
    async mend() {
      await Promise.all([toDatabase, toRedis].map((wire) => wire.heal()));
    },
    async close() {
      await worker.close();
      await Promise.all([toDatabase.close(), toRedis.close()]);
    },
  };
}

/** @param say takes the services' log lines of this level and above */
export async function startWorld(level: LogLevel, say: (line: string) => void): Promise<World> {
  const logger = createLogger({ service: 'model', level, destination: { write: say } });
  const [database, redis, dir, scans] = await Promise.all([
    freshDatabase(),
    freshRedis(),
    mkdtemp(join(tmpdir(), 'cardmill-model-')),
    makeScans(),
  ]);
  const store = `file://${dir}`;
  const shared = { DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: '0' };
  const startOneApi = () =>
    startApi(apiConfig.parse({ ...shared, STORE: store, DISPATCH_WINDOW: '6' }), { logger });
  const startOneNotifier = () =>
    startNotifier(notifierConfig.parse({ ...shared, POLL_MS: '300' }), { logger });
  const services = await Promise.all([startOneApi(), startOneApi(), startOneNotifier(), startOneNotifier()]);
  const [one, other, ...notifiers] = services;
  const history = await watchHouse(notifiers[0].url);
  const db = createDatabase(database.url, { poolSize: 2 });
  const sql = new Pool({ connectionString: database.url, max: 2 });
  const hold: HoldSwitch = { shut: false };
  const dying: Promise<unknown>[] = [];
  let started = 0;
  const openPlace = (): Promise<Place> => {
    started += 1;
    const env = { database: database.url, redis: redis.url, store, id: `worker-${started}` };
    return startWorkerBehindWires(env, hold, logger);
  };
  const places = await Promise.all(Array.from({ length: WORKERS }, openPlace));
  const at = (place: number): Place => {
    const found = places[place];
    if (found === undefined) throw new Error(`there is no worker ${place}`);
    return found;
  };

  return {
    scans,
    apis: [createClient(one.url), createClient(other.url)],
    db,
    sql,
    redis,
    hold,
    watch: (batch) =>
      watchBatch(
        notifiers.map(({ url }) => url),
        batch,
      ),
    history,
    async crash(place) {
      const dead = at(place);
      await dead.cut();
      // Its remains are cleared away aside; behind the cut wire nothing of that reaches anybody.
      dying.push(dead.close());
      places[place] = await openPlace();
    },
    async recycle(place) {
      await at(place).close();
      places[place] = await openPlace();
    },
    setCutOff: (place, isCutOff) => (isCutOff ? at(place).cut() : at(place).mend()),
    async close() {
      for (const place of places) dying.push(place.close());
      await Promise.allSettled(dying);
      history.close();
      await Promise.allSettled([...services.map((service) => service.close()), db.close(), sql.end()]);
      await Promise.all([database.close(), redis.close(), rm(dir, { recursive: true, force: true })]);
    },
  };
}
