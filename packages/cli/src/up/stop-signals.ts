import { constants } from 'node:os';

import { parentOf, programOf } from './process-id.ts';

/** Requests to stop, heard for as long as the process lives. */
export interface StopRequests {
  /** Aborts with the first request. */
  signal: AbortSignal;
  /** Resolves with the first request: the exit status of a program that this signal ended. */
  first: Promise<number>;
  /** Adds what a second request does before the process ends at once. */
  onSecond: (endNow: () => void) => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
// One Ctrl-C arrives twice, from the terminal and from npm, which passes it on.
const sameMs = 1_000;

/**
 * Hears signals, and the end of the npm that started this process when there is one: `kill -9` of npm
 * would otherwise leave everything running with nobody to stop it.
 */
export function listenForStops(startedByNpm: boolean): StopRequests {
  const abort = new AbortController();
  const endings: (() => void)[] = [];
  let resolveFirst: (status: number) => void = () => undefined;
  const first = new Promise<number>((resolve) => {
    resolveFirst = resolve;
  });
  let begun: number | undefined;
  const hear = (status: number) => {
    const now = Date.now();
    if (begun === undefined) {
      begun = now;
      resolveFirst(status);
      abort.abort(new Error('stopped'));
    } else if (now - begun > sameMs) {
      for (const end of endings) end();
      process.exit(status);
    }
  };
  for (const name of signals) process.on(name, () => hear(128 + constants.signals[name]));
  if (startedByNpm) onOrphaned(() => hear(128 + constants.signals.SIGHUP));
  return { signal: abort.signal, first, onSecond: (end) => endings.push(end) };
}

function onOrphaned(callback: () => void, everyMs = 1_000): void {
  const parent = process.ppid;
  // npm runs scripts through a shell, which may stay in between. Of npm's own parent nothing is asked:
  // who started it with nohup may go.
  const isShell = /^(?:ba|da|a|z|k)?sh$/.test(programOf(parent) ?? '');
  const grandparent = isShell ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (!isShell || parentOf(parent) === grandparent)) return;
    clearInterval(timer);
    callback();
  }, everyMs);
  timer.unref();
}
