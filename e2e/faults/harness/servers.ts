import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { type RunningServer, spawnTied, startPostgres, startRedis } from '@cardmill/server-kit/servers';
import { waitFor } from '@cardmill/testkit';

/** A server of the bench that may be killed and started again where it was. */
export interface BenchServer {
  url(): string;
  port(): number;
  /** As by a power cut, as far as a process can: what the system has in its caches stays. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

function restartable(
  first: RunningServer,
  again: () => Promise<RunningServer>,
  killSignal: NodeJS.Signals,
): BenchServer {
  let running: RunningServer | null = first;
  return {
    url: () => first.url,
    port: () => first.port,
    async kill() {
      const server = running;
      running = null;
      if (server === null) return;
      process.kill(server.pid, killSignal);
      await server.exited;
    },
    async start() {
      running ??= await again();
    },
    async stop() {
      const server = running;
      running = null;
      await server?.stop();
    },
  };
}

/** PostgreSQL tuned for speed; its `kill` is an immediate shutdown, after which it has to recover. */
export async function startBenchPostgres(folder: string, port: number): Promise<BenchServer> {
  const start = () =>
    startPostgres({
      dataDir: join(folder, 'postgres'),
      log: join(folder, 'logs', 'postgres.log'),
      port,
      env: process.env,
      // The machine does not go down, so nothing need be forced to disk.
      settings: { fsync: 'off', shared_buffers: '64MB', max_connections: '200' },
    });
  return restartable(await start(), start, 'SIGQUIT');
}

/** Redis whose appended file may be switched on and off between two lives. */
export async function startBenchRedis(
  folder: string,
  port: number,
): Promise<BenchServer & { appendOnly: (on: boolean) => void; dataDir: string }> {
  const dataDir = join(folder, 'redis');
  let appendOnly = true;
  const start = () =>
    startRedis({ dataDir, port, appendOnly, log: join(folder, 'logs', 'redis.log'), env: process.env });
  return {
    ...restartable(await start(), start, 'SIGKILL'),
    dataDir,
    appendOnly(on) {
      appendOnly = on;
    },
  };
}

/** An S3 server as a child process; a temporary folder of its own, so it forgets everything when it ends. */
export async function startBenchS3(
  folder: string,
  root: string,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const log = join(folder, 'logs', 's3.log');
  const main = join(root, 'e2e/faults/harness/s3-main.ts');
  const child = spawnTied({
    command: process.execPath,
    args: ['--import', 'tsx', '--conditions=source', pathToFileURL(main).pathname],
    env: { PATH: process.env['PATH'], TMPDIR: folder, NODE_ENV: 'test' },
    cwd: root,
    output: { file: log },
  });
  const port = await waitFor(
    async () => {
      const said = /\{"port":(\d+)\}/.exec(await readFile(log, 'utf8'));
      return said === null ? undefined : Number(said[1]);
    },
    { timeoutMs: 60_000, what: 'start of the S3 server' },
  );
  return { port, stop: async () => void (await child.stop('SIGTERM', 10_000)) };
}
