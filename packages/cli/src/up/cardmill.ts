import { join } from 'node:path';

import { SHIPPED_LANGUAGES } from '@cardmill/contracts';
import { createReleaseStack } from '@cardmill/server-kit';
import type { Logger, ReleaseStack } from '@cardmill/server-kit';
import { ensureFastModels } from '@cardmill/server-kit/servers';

import { withoutWorkers } from '../config.ts';
import { startProxy } from '../proxy/proxy.ts';
import type { Proxy } from '../proxy/proxy.ts';
import { openDataFolder } from './data-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { lockDataFolder } from './data-lock.ts';
import { createLauncherLogger } from './launcher-log.ts';
import type { LogLevel } from './launcher-log.ts';
import { PortTaken } from './port-taken.ts';
import { superviseServer } from './servers.ts';
import type { Service } from './service.ts';
import { migrateDatabase, superviseService } from './services.ts';
import type { Running, Supervised } from './supervisor.ts';
import { waitReady } from './wait-ready.ts';

export interface CardmillOptions {
  /** Folder that holds `services/`, `prisma/` and `web/`, all built. */
  root: string;
  /** Data folder, absolute. */
  dataDir: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Worker processes, one recogniser each. */
  workers: number;
  /** Origins besides its own that the proxy answers to. */
  origins: readonly string[];
  /** What services inherit besides their addresses: PATH, limits, LOG_LEVEL. */
  env: Readonly<Record<string, string | undefined>>;
  /** The data is thrown away afterwards: no care for power cuts. */
  temporary: boolean;
  /** Gets whole sentences for people. */
  say: (line: string) => void;
  logLevel: LogLevel;
  /** Aborts a start that is still under way. */
  signal: AbortSignal;
}

export interface Cardmill {
  url: string;
  /** Resolves when it cannot go on: a process that keeps dying, or a data folder taken away. */
  failed: Promise<Error>;
  /** Stops everything, PostgreSQL last; names what did not end in order. */
  close: () => Promise<readonly string[]>;
  /** Ends every process at once; the data is as after a power cut, which it survives. */
  kill: () => void;
}

const readyMs = 120_000;

/**
 * Starts a whole Cardmill on this machine and resolves when it can take cards.
 *
 * @throws DataFolderBusy, PortTaken, or what kept a part from starting; what was opened is closed by then
 */
export async function startCardmill(options: CardmillOptions): Promise<Cardmill> {
  const folder = await openDataFolder(options.dataDir);
  const logger = createLauncherLogger(folder.logs, options.logLevel);
  const stack = createReleaseStack(logger);
  try {
    return await open(options, folder, logger, stack);
  } catch (err) {
    await stack.close();
    throw err;
  }
}

async function open(
  options: CardmillOptions,
  folder: DataFolder,
  logger: Logger,
  stack: ReleaseStack,
): Promise<Cardmill> {
  const { say, signal } = options;
  const lock = await lockDataFolder(folder.dir);
  stack.add('data folder', lock.release);

  const parts: Supervised<Running>[] = [];
  const onUp = () => lock.tell({ children: parts.flatMap((part) => part.current()?.pid ?? []) });
  let endWith: (err: Error) => void = () => undefined;
  const failed = new Promise<Error>((resolve) => {
    endWith = resolve;
  });
  void lock.lost.then((cause) => endWith(new Error(`the lock on ${folder.dir} was taken away`, { cause })));
  const keep = <P extends Supervised<Running>>(part: P): P => {
    parts.push(part);
    onUp();
    void part.givenUp.then(endWith);
    return part;
  };

  // Before anything slow: a port that is taken is told at once, and nobody can take it meanwhile.
  const at: { api?: Supervised<Service>; notifier?: Supervised<Service> } = {};
  const proxy = await openProxy(options, at, logger);
  stack.add('proxy', () => proxy.close(), 10_000);
  lock.tell({ url: proxy.url });

  const shared = { folder, temporary: options.temporary, env: withoutWorkers(options.env), say, onUp };
  say(`Starting PostgreSQL and Redis on ${folder.dir}`);
  const redisStarts = superviseServer('Redis', shared);
  // Whatever becomes of PostgreSQL meanwhile, a Redis that comes up is ended.
  stack.add('Redis', () => redisStarts.then((server) => server.stop()).catch(() => undefined), 40_000);
  const postgres = keep(await superviseServer('PostgreSQL', shared));
  stack.add('PostgreSQL', postgres.stop, 25_000);
  const redis = keep(await redisStarts);
  stack.add('Redis', redis.stop, 10_000);
  signal.throwIfAborted();

  const given = {
    ...shared,
    env: options.env,
    root: options.root,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
  };
  // Not before Redis: two package managers at once would be in each other's way.
  const languages = SHIPPED_LANGUAGES.map(({ code }) => code);
  await Promise.all([migrateDatabase(given), ensureFastModels(languages, say, options.env)]);
  signal.throwIfAborted();

  say(`Starting the services and ${options.workers} worker${options.workers === 1 ? '' : 's'}`);
  // Stopped in the opposite order: workers first, then what they and the browsers talk to.
  stack.add('proxy', () => proxy.close(), 10_000);
  at.notifier = keep(superviseService('notifier', 'notifier', given));
  stack.add('notifier', at.notifier.stop, 15_000);
  at.api = keep(superviseService('api', 'api', given));
  stack.add('api', at.api.stop, 25_000);
  const workers = Array.from({ length: options.workers }, (_, index) =>
    keep(superviseService(`worker-${index + 1}`, 'ocr-worker', given)),
  );
  stack.add('workers', () => Promise.all(workers.map((worker) => worker.stop())), 25_000);

  await ready(proxy, at.notifier, workers, failed, signal);
  return {
    url: proxy.url,
    failed,
    close: async () => (await stack.close()).failed,
    kill: () => {
      for (const part of parts) killNow(part.current()?.pid, part === postgres ? 'SIGQUIT' : 'SIGKILL');
    },
  };
}

async function openProxy(
  options: CardmillOptions,
  at: { api?: Supervised<Service>; notifier?: Supervised<Service> },
  logger: Logger,
): Promise<Proxy> {
  const { host, port, root, origins } = options;
  try {
    return await startProxy({
      host,
      port,
      apiUrl: () => at.api?.current()?.url,
      notifierUrl: () => at.notifier?.current()?.url,
      webDir: join(root, 'web/dist'),
      origins,
      logger,
    });
  } catch (err) {
    if (err instanceof Error && 'syscall' in err) throw new PortTaken(host, port, err);
    throw err;
  }
}

/** API (through the proxy, as everybody will ask it), notifier and at least one worker. */
async function ready(
  proxy: Proxy,
  notifier: Supervised<Service>,
  workers: readonly Supervised<Service>[],
  failed: Promise<Error>,
  signal: AbortSignal,
): Promise<void> {
  const givenUp = new AbortController();
  void failed.then((err) => givenUp.abort(err));
  const page = (service: Supervised<Service>) => {
    const url = service.current()?.url;
    return url === undefined ? undefined : `${url}/ready`;
  };
  const either = AbortSignal.any([signal, givenUp.signal]);
  const services = [
    { name: 'api', url: () => `${proxy.url}/api/v1/health/ready` },
    { name: 'notifier', url: () => page(notifier) },
  ];
  // Round the workers: the first that is ready is enough.
  let turn = 0;
  const oneWorker = { name: 'worker', url: () => workers.map(page)[(turn += 1) % workers.length] };
  await waitReady(workers.length === 0 ? services : [...services, oneWorker], readyMs, either);
}

function killNow(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch {
    // Gone by itself.
  }
}
