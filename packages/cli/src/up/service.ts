import { join } from 'node:path';

import { freePort, spawnTied } from '@cardmill/server-kit/servers';

import type { Running } from './supervisor.ts';

/** A Node process of ours, listening on a port of its own. */
export interface Service extends Running {
  /** Base address, no slash at the end. */
  url: string;
  /** Ends it without asking. */
  kill: () => void;
}

export interface ServiceOptions {
  /** Folder of the built workspaces. */
  root: string;
  /** E.g. `services/api/dist/main.js`. */
  entry: string;
  /** Flags for node. */
  flags: readonly string[];
  log: string;
  /** Its whole environment but for the port. */
  env: Readonly<Record<string, string | undefined>>;
  /** Which variable tells it its port. */
  portVariable: 'PORT' | 'OPS_PORT';
  /** How long it may take to end after SIGTERM. */
  stopMs: number;
}

/**
 * Starts one service. A new port each time: whoever else took the old one in between cannot keep it
 * from starting.
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const port = await freePort();
  const child = spawnTied({
    command: process.execPath,
    args: ['--enable-source-maps', ...options.flags, join(options.root, options.entry)],
    env: { ...options.env, HOST: '127.0.0.1', [options.portVariable]: String(port) },
    output: { file: options.log },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid,
    exited: child.exited,
    stop: () => child.stop('SIGTERM', options.stopMs),
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
