import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { migrate } from '@cardmill/db/migrate';
import { freePort, startPostgres, startRedis } from '@cardmill/server-kit/servers';

import type { Order, Report, Wanted } from './watchers.ts';

const NOTIFIER = fileURLToPath(new URL('../services/notifier/dist/main.js', import.meta.url));
const WATCHERS = fileURLToPath(new URL('watchers.ts', import.meta.url));
const MEBI = 2 ** 20;

/** A migrated PostgreSQL with its usual settings, and Redis. */
export async function startServers() {
  const dataDir = await mkdtemp(join(tmpdir(), 'cardmill-bench-'));
  const postgres = await startPostgres({ dataDir });
  const redis = await startRedis();
  await migrate(postgres.url);
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    async close() {
      await Promise.all([postgres.stop(), redis.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The built notifier as a process on a port that stays the same. */
export async function createNotifierProcess(databaseUrl: string, redisUrl: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, PORT: String(port), LOG_LEVEL: 'warn' };
  let child: ChildProcess | null = null;

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    child = null;
  }

  return {
    url,
    async start(): Promise<void> {
      child = spawn(process.execPath, [NOTIFIER], { env, stdio: ['ignore', 'inherit', 'inherit'] });
      for (let tries = 0; tries < 600; tries += 1) {
        const reply = await fetch(`${url}/ready`).catch(() => null);
        if (reply?.ok === true) return;
        await sleep(20);
      }
      throw new Error('the notifier did not come up');
    },
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
    /** Its metrics now, by name; 0 when there is none. The event loop's are since they were read last. */
    async metrics(): Promise<(name: string) => number> {
      const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
      return (name) => {
        const line = lines.find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `));
        return Number(line?.split(' ').at(-1) ?? 0);
      };
    },
    /** The most memory it took so far, in MiB. */
    async peakMemory(): Promise<number> {
      const status = await readFile(`/proc/${child?.pid}/status`, 'utf8');
      return (Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1_024) / MEBI;
    },
  };
}

/** Processes with so many watchers together. */
export function startWatchers(processes: number) {
  const children = Array.from({ length: processes }, () => fork(WATCHERS, { serialization: 'advanced' }));
  const tell = (child: ChildProcess, order: Order): void => void child.send(order);

  async function report(): Promise<Report> {
    const parts = await Promise.all(
      children.map(async (child) => {
        const reply = once(child, 'message');
        tell(child, { kind: 'report' });
        const [part]: Report[] = await reply;
        if (part === undefined) throw new Error('no report');
        return part;
      }),
    );
    return {
      back: parts.reduce((sum, part) => sum + part.back, 0),
      lastAt: Math.max(...parts.map((part) => part.lastAt)),
      faults: parts.flatMap((part) => part.faults),
      refused: parts.flatMap((part) => part.refused),
      seqs: parts.flatMap((part) => part.seqs),
      receipts: parts.reduce<Report['receipts']>((all, part) => {
        for (const [seq, at] of Object.entries(part.receipts)) (all[Number(seq)] ??= []).push(...at);
        return all;
      }, {}),
    };
  }

  return {
    report,
    watch(url: string, wanted: readonly Wanted[]): void {
      for (const [n, child] of children.entries()) {
        tell(child, { kind: 'watch', url, wanted: wanted.filter((_, i) => i % processes === n) });
      }
    },
    /** Until so many have everything that they missed. */
    async until(back: number, timeoutMs: number): Promise<Report> {
      for (const deadline = Date.now() + timeoutMs; ; await sleep(100)) {
        const now = await report();
        if (now.back >= back) return now;
        if (Date.now() > deadline)
          throw new Error(
            `${now.back} of ${back} are back: ${[...now.faults, ...now.refused].slice(0, 5).join(', ')}`,
          );
      }
    },
    async close(): Promise<void> {
      const ended = children.map((child) => once(child, 'exit'));
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}
