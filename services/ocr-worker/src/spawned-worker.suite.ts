import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { waitFor } from '@cardmill/testkit';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const ARM = pathToFileURL(here('./arm.suite.ts')).href;

/** A worker as a process of its own, from its source. */
export interface SpawnedWorker {
  readonly child: ChildProcess;
  /** What it logged, one line each. */
  log(): string;
  /** Waits until it logged this. */
  says(words: string, timeoutMs?: number): Promise<unknown>;
  /** Waits for its end: exit code, or the signal that ended it. */
  ended(timeoutMs?: number): Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
}

/** @param env settings; `ARMED` is for `arm.suite.ts`. The caller ends it. */
export function spawnWorker(env: Readonly<Record<string, string>>): SpawnedWorker {
  const flags = ['--import', 'tsx', '--conditions=source', '--import', ARM];
  const child = spawn(process.execPath, [...flags, here('./main.ts')], {
    cwd: here('..'),
    env: { PATH: process.env['PATH'] ?? '', RECOGNISER: 'fake', LOG_LEVEL: 'debug', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return {
    child,
    log: () => log,
    says: (words, timeoutMs = 60_000) =>
      waitFor(
        () => {
          if (child.exitCode !== null)
            throw new Error(`it ended with ${child.exitCode}:\n${log.slice(-2_000)}`);
          return log.includes(words);
        },
        { timeoutMs, what: `the worker's "${words}" in\n${log.slice(-2_000)}` },
      ),
    ended: (timeoutMs = 60_000) =>
      waitFor(() => child.exitCode ?? child.signalCode ?? undefined, {
        timeoutMs,
        what: 'the end of the worker',
      }),
    kill: (signal) => void child.kill(signal),
  };
}
