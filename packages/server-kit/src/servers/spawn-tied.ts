import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Writable } from 'node:stream';

import { withDeadline } from '../deadline.ts';
import { openLog } from './log-file.ts';

/** How a process ended. Exactly one of the two is set. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What the watcher does when the launcher is gone: after so many whole seconds, this signal. */
export type OrphanStep = readonly [seconds: number, signal: 'TERM' | 'INT' | 'QUIT' | 'KILL'];

export interface TiedProcess {
  pid: number;
  /** Resolves when the process has ended; never rejects. */
  exited: Promise<Exit>;
  /** How it ended; undefined while it runs. */
  ended: () => Exit | undefined;
  /** Sends a signal; false when the process has ended already. */
  kill: (signal: NodeJS.Signals) => boolean;
  /** Asks it to end with `signal`, and ends it with SIGKILL after `deadlineMs`. May be called again. */
  stop: (signal: NodeJS.Signals, deadlineMs: number) => Promise<Exit>;
}

export interface SpawnTiedOptions {
  command: string;
  args: readonly string[];
  /** The child's whole environment; nothing is inherited. */
  env: Readonly<Record<string, string | undefined>>;
  cwd?: string;
  /** A file that stdout and stderr are appended to, or this process's own. */
  output: { file: string } | 'inherit' | 'ignore';
  /** Default: SIGTERM at once, SIGKILL after ten seconds. */
  orphanSteps?: readonly OrphanStep[];
}

// The shell becomes the command (same pid) after leaving a watcher behind: a grandchild that reads a
// pipe whose other end only the launcher holds. A line on it means "ended in order"; end of file means
// that the launcher died, however it died. `prctl(PDEATHSIG)` was the alternative: Linux only, lost
// when credentials change (which is how PostgreSQL is started), and tied to a thread, not a process.
const watcher = `
( (
  read -r _ <&3 && exit 0
  for step in $1; do
    left=\${step%:*}
    while [ "$left" -gt 0 ]; do
      kill -s 0 $$ || exit 0
      sleep 1
      left=$((left - 1))
    done
    kill -s "\${step#*:}" $$ || exit 0
  done
) </dev/null >/dev/null 2>&1 & )
exec 3<&-
shift
exec "$@"
`;

const defaultSteps: readonly OrphanStep[] = [
  [0, 'TERM'],
  [10, 'KILL'],
];

/**
 * Starts a child in a session of its own, so that Ctrl-C in a terminal reaches the launcher only and
 * the launcher decides the order of stopping. When the launcher is gone, also by SIGKILL, the child is
 * stopped all the same. Needs a POSIX shell; works for servers and Node children alike.
 *
 * @throws when the process cannot be started at all (a missing command is an exit with code 127)
 */
export function spawnTied(options: SpawnTiedOptions): TiedProcess {
  const { command, args, output } = options;
  const steps = (options.orphanSteps ?? defaultSteps).map(([seconds, signal]) => `${seconds}:${signal}`);
  const fd = typeof output === 'object' ? openLog(output.file) : output;
  const child = spawn('/bin/sh', ['-c', watcher, 'cardmill', steps.join(' '), command, ...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', fd, fd, 'pipe'],
  });
  if (typeof fd === 'number') closeSync(fd);
  const lifeline = asWritable(child.stdio[3]);
  // Neither the pipe nor its errors (the watcher was killed) may keep the launcher alive or end it.
  lifeline.on('error', () => undefined);
  if ('unref' in lifeline && typeof lifeline.unref === 'function') lifeline.unref();

  let ended: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    const onEnd = (exit: Exit) => {
      ended ??= exit;
      lifeline.end('ended in order\n');
      resolve(ended);
    };
    child.once('exit', (code, signal) => onEnd({ code, signal }));
    child.once('error', () => onEnd({ code: 127, signal: null }));
  });
  if (child.pid === undefined) throw new Error(`could not start ${command}`);

  return {
    pid: child.pid,
    exited,
    ended: () => ended,
    kill: (signal) => child.kill(signal),
    async stop(signal, deadlineMs) {
      child.kill(signal);
      try {
        return await withDeadline(exited, deadlineMs, `end of ${command}`);
      } catch {
        child.kill('SIGKILL');
        return exited;
      }
    },
  };
}

function asWritable(stream: unknown): Writable {
  if (stream instanceof Writable) return stream;
  throw new Error('the pipe to the watcher was not made');
}
