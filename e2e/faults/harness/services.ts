import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { stablePort } from '@cardmill/testkit';

import { createManagedProcess, type ManagedProcess } from './managed-process.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ARM = pathToFileURL(join(ROOT, 'e2e/faults/harness/arm.ts')).href;

/** What every service of a bench is told. */
export interface ServiceSettings {
  folder: string;
  faultFolder: string;
  seed: number;
  env: Readonly<Record<string, string>>;
  databaseUrl: (process: string) => Promise<string>;
  redisUrl: (process: string) => Promise<string>;
  storeUrl: string;
}

export interface Service extends ManagedProcess {
  /** Where it listens, without a path. */
  readonly url: string;
}

/** A service that runs from its source, so that its fail points are there. Not started yet. */
export async function createService(
  kind: 'api' | 'notifier' | 'ocr-worker',
  n: number,
  settings: ServiceSettings,
): Promise<Service> {
  const name = `${kind}-${n}`;
  const port = await stablePort();
  const url = `http://127.0.0.1:${port}`;
  const health = `${url}${kind === 'api' ? '/api/v1/health' : '/health'}`;
  const process_ = createManagedProcess({
    name,
    command: process.execPath,
    args: [
      '--import',
      'tsx',
      '--conditions=source',
      '--import',
      ARM,
      join(ROOT, `services/${kind}/src/main.ts`),
    ],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: settings.folder,
      TMPDIR: settings.folder,
      FAULT_FOLDER: settings.faultFolder,
      FAULT_PROCESS: name,
      DATABASE_URL: await settings.databaseUrl(name),
      REDIS_URL: await settings.redisUrl(name),
      STORE: settings.storeUrl,
      LOG_LEVEL: 'info',
      PORT: String(port),
      OPS_PORT: String(port),
      WORKER_ID: name,
      RECOGNISER: 'fake',
      FAKE_SEED: `${settings.seed}:${name}`,
      FAKE_READING_MS: '10-40',
      LEASE_MS: '2000',
      IDLE_POLL_MS: '500',
      // The least that leaves uploads under way alone.
      GARBAGE_GRACE_MINUTES: '1',
      ...settings.env,
    },
    cwd: ROOT,
    log: join(settings.folder, 'logs', `${name}.log`),
    ready: async () => (await fetch(health, { signal: AbortSignal.timeout(2_000) })).ok,
  });
  return { ...process_, url };
}
