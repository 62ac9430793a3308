import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startRedis } from '@cardmill/server-kit/servers';
import type { RunningServer } from '@cardmill/server-kit/servers';

/** A Redis of its own, which may be taken away and brought back. */
export interface FreshRedis {
  /** Stays the same over `stop` and `start`. */
  url: string;
  port: number;
  /** Ends it in order; what is not appended to disk is lost. */
  stop: () => Promise<void>;
  /** Ends it like a power cut. */
  kill: () => Promise<void>;
  /** Starts it again on the same port: empty, unless it was made with `appendOnly`. */
  start: () => Promise<void>;
  /** Stops it and removes its files. May be called again. */
  close: () => Promise<void>;
}

/**
 * Spawns a redis-server for one test or file (about 50 ms). Always an own one, never a shared server
 * from the environment: work that outlives a test must not reach the next, and outages are tested on it.
 */
export async function freshRedis(options: { appendOnly?: boolean } = {}): Promise<FreshRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cardmill-redis-'));
  const { appendOnly = false } = options;
  const first = await startRedis({ dataDir, appendOnly });
  const { url, port } = first;
  let running: RunningServer | undefined = first;

  async function stop(): Promise<void> {
    const server = running;
    running = undefined;
    await server?.stop();
  }

  return {
    url,
    port,
    stop,
    async kill() {
      const server = running;
      running = undefined;
      if (!server) return;
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async start() {
      running ??= await startRedis({ dataDir, appendOnly, port });
    },
    async close() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
