import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { spawnTied } from '@cardmill/server-kit/servers';

import type { Bench } from './bench.ts';
import { ROOT } from './services.ts';

/** What a process full of watchers said last: the worst of its watchers counts. */
export interface SwarmSays {
  connected: number;
  seq: number;
  outcomes: number;
}

export interface Swarm {
  says(): Promise<SwarmSays>;
  /** SIGSTOP: its sockets stay open and take nothing in. */
  halt(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Watchers in a process of their own: a thousand in the bench's would measure the bench. */
export function startSwarm(bench: Bench, n: number, batch: string, sockets: number): Swarm {
  const log = join(bench.folder, 'logs', `swarm-${n}-${batch}.log`);
  const [first, second] = bench.notifiers;
  const child = spawnTied({
    command: process.execPath,
    args: [
      '--import',
      'tsx',
      '--conditions=source',
      join(ROOT, 'e2e/faults/harness/swarm-main.ts'),
      first?.url ?? '',
      second?.url ?? first?.url ?? '',
      batch,
      String(sockets),
    ],
    env: { PATH: process.env['PATH'], TMPDIR: bench.folder },
    cwd: ROOT,
    output: { file: log },
  });
  return {
    async says() {
      const lines = (await readFile(log, 'utf8').catch(() => '')).trimEnd().split('\n');
      const last = lines.findLast((line) => line.startsWith('{'));
      if (last === undefined) return { connected: 0, seq: 0, outcomes: 0 };
      return JSON.parse(last) as SwarmSays;
    },
    halt: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: async () => void (await child.stop('SIGTERM', 5_000)),
  };
}
