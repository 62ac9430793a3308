import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { migrate } from '@cardmill/db/migrate';
import { createStore, type ObjectStore } from '@cardmill/storage';
import { createTcpProxy, stablePort, type TcpProxy } from '@cardmill/testkit';
import pg from 'pg';

import { watchBatch, type Watching } from '../../support/watcher.ts';
import { createFaultFolder, type FaultFolder } from './fault-folder.ts';
import { createHistory, type History } from './history.ts';
import { leftovers } from './leftovers.ts';
import { createLinks, type Links } from './links.ts';
import { createRandom, type Random } from './random.ts';
import { createS3Proxy, type S3Proxy } from './s3-proxy.ts';
import { type BenchServer, startBenchPostgres, startBenchRedis, startBenchS3 } from './servers.ts';
import { createService, ROOT, type Service } from './services.ts';
import { mountSmallDisk } from './small-disk.ts';
import { createStation, type Station } from './station.ts';

export interface BenchOptions {
  /** Default: a folder. `small`: a folder on a disk of 16 MB. */
  store?: 'folder' | 's3' | 'small';
  apis?: number;
  notifiers?: number;
  workers?: number;
  thorough?: boolean;
  /** Settings of all services, over the bench's own. */
  env?: Readonly<Record<string, string>>;
}

/** A whole Cardmill whose every part and wire can be broken. */
export interface Bench {
  readonly folder: string;
  /** Where a folder store keeps its objects. */
  readonly objects: string;
  readonly random: Random;
  /** Takes the time for the long outages too. */
  readonly thorough: boolean;
  readonly apis: readonly Service[];
  readonly notifiers: readonly Service[];
  readonly workers: readonly Service[];
  readonly services: readonly Service[];
  service(name: string): Service;
  readonly postgres: BenchServer;
  readonly redis: Awaited<ReturnType<typeof startBenchRedis>>;
  /** The S3 server's faults, and the wire that everybody shares to it. */
  readonly s3: { faults: S3Proxy; wire: TcpProxy } | null;
  readonly links: { readonly postgres: Links; readonly redis: Links };
  readonly faults: FaultFolder;
  readonly history: History;
  /** Past all wires. */
  readonly db: pg.Pool;
  readonly store: ObjectStore;
  /** A client of the n-th API, counted from 0. */
  station(api?: number): Station;
  /** A browser on each notifier. */
  watch(batch: string): Promise<Watching[]>;
  readonly watchings: readonly { batch: string; watching: Watching }[];
  /** Everything passes, runs and is as at the beginning. */
  heal(): Promise<void>;
  /** Watchers and history of a scenario that is over. */
  forget(): void;
  /** The folder with logs and history stays after `close`, to be looked at. */
  keepFolder(): void;
  /** Stops everything. @throws when a process is left over or did not end when it was told to */
  close(): Promise<void>;
}

export async function startBench(seed: number, options: BenchOptions = {}): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'cardmill-faults-'));
  await mkdir(join(folder, 'logs'));
  await mkdir(join(folder, 'objects'));
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return await assemble(folder, seed, options, undo);
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => undefined);
    throw error;
  }
}

async function assemble(
  folder: string,
  seed: number,
  options: BenchOptions,
  undo: (() => Promise<unknown>)[],
): Promise<Bench> {
  const faults = await createFaultFolder(join(folder, 'faults'));
  const postgres = await startBenchPostgres(folder, await stablePort());
  undo.push(() => postgres.stop());
  const redis = await startBenchRedis(folder, await stablePort());
  undo.push(() => redis.stop());
  await migrate(postgres.url());
  const links = { postgres: createLinks(postgres.port()), redis: createLinks(redis.port()) };
  undo.push(() => Promise.all([links.postgres.close(), links.redis.close()]));
  const { s3, storeUrl, directUrl } = await startStore(folder, options, undo);

  const through = (url: string, port: number): string => {
    const moved = new URL(url);
    moved.port = String(port);
    return moved.href;
  };
  const settings = {
    folder,
    faultFolder: faults.path,
    seed,
    env: options.env ?? {},
    databaseUrl: async (name: string) => through(postgres.url(), await links.postgres.add(name)),
    redisUrl: async (name: string) => through(redis.url(), await links.redis.add(name)),
    storeUrl,
  };
  const make = (kind: 'api' | 'notifier' | 'ocr-worker', count: number): Promise<Service[]> =>
    Promise.all(Array.from({ length: count }, (_, i) => createService(kind, i + 1, settings)));
  const apis = await make('api', options.apis ?? 2);
  const notifiers = await make('notifier', options.notifiers ?? 2);
  const workers = await make('ocr-worker', options.workers ?? 3);
  const services = [...apis, ...notifiers, ...workers];
  undo.push(() =>
    Promise.all(services.filter((service) => service.alive()).map((service) => service.kill())),
  );

  const db = new pg.Pool({ connectionString: postgres.url(), max: 4 });
  db.on('error', () => undefined);
  const store = createStore(directUrl);
  const history = createHistory(join(folder, 'history.jsonl'));
  let kept = false;
  let watchings: { batch: string; watching: Watching }[] = [];
  await Promise.all(services.map((service) => service.start()));

  const forget = (): void => {
    for (const { watching } of watchings) watching.close();
    watchings = [];
    history.forget();
  };

  return {
    folder,
    objects: join(folder, 'objects'),
    random: createRandom(seed),
    thorough: options.thorough ?? false,
    apis,
    notifiers,
    workers,
    services,
    service(name) {
      const found = services.find((service) => service.name === name);
      if (found === undefined) throw new Error(`no ${name} in this bench`);
      return found;
    },
    postgres,
    redis,
    s3,
    links,
    faults,
    history,
    db,
    store,
    station(api = 0) {
      const url = apis[api % apis.length]?.url ?? '';
      return createStation(url, history);
    },
    async watch(batch) {
      const made = await Promise.all(notifiers.map((notifier) => watchBatch(notifier.url, batch)));
      watchings.push(...made.map((watching) => ({ batch, watching })));
      return made;
    },
    get watchings() {
      return watchings;
    },
    async heal() {
      await faults.disarm();
      s3?.faults.heal();
      await s3?.wire.heal();
      await Promise.all([links.postgres.heal(), links.redis.heal()]);
      await Promise.all([postgres.start(), redis.start()]);
      for (const service of services) {
        service.keepAlive(false);
        if (!service.alive()) continue;
        service.resume();
        if (!service.planned()) await service.term();
      }
      await Promise.all(services.map((service) => service.start()));
    },
    forget,
    keepFolder() {
      kept = true;
    },
    async close() {
      forget();
      await faults.disarm();
      const slow: string[] = [];
      await Promise.all(
        services.map(async (service) => {
          service.keepAlive(false);
          if (!service.alive()) return;
          const { exit, ms } = await service.term();
          if (exit.signal === 'SIGKILL') slow.push(`${service.name} (${ms} ms)`);
        }),
      );
      await Promise.all([db.end(), store.close()]);
      for (const step of undo.toReversed()) await step();
      const left = await leftovers(folder);
      if (left.length > 0) throw new Error(`left over: ${left.join(', ')}`);
      if (slow.length > 0) throw new Error(`did not end on SIGTERM: ${slow.join(', ')}; logs in ${folder}`);
      if (!kept) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startStore(folder: string, options: BenchOptions, undo: (() => Promise<unknown>)[]) {
  if (options.store === 'small') undo.push(await mountSmallDisk(join(folder, 'objects')));
  if (options.store !== 's3') {
    const url = pathToFileURL(join(folder, 'objects')).href;
    return { s3: null, storeUrl: url, directUrl: url };
  }
  const server = await startBenchS3(folder, ROOT);
  undo.push(() => server.stop());
  const faults = await createS3Proxy(server.port);
  undo.push(() => faults.close());
  const wire = await createTcpProxy(faults.port);
  undo.push(() => wire.close());
  const at = (port: number): string => `s3://S3RVER:S3RVER@127.0.0.1:${port}/cards?tls=false`;
  return { s3: { faults, wire }, storeUrl: at(wire.port), directUrl: at(server.port) };
}
