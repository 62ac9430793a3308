import { constants } from 'node:os';

import { withDeadline } from './deadline.ts';
import type { Logger } from './logger.ts';
import { createReleaseStack } from './release-stack.ts';
import type { ReleaseStack } from './release-stack.ts';

/** The part of `process` that is used; tests pass their own. */
export interface ProcessHost {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  exit(code: number): void;
}

export interface RunProcessOptions {
  /** Named in the logs. */
  name: string;
  logger: Logger;
  /**
   * Opens everything, pushing each undo on `stack` at once. `signal` aborts when the process is told
   * to stop before start-up is through.
   */
  start: (stack: ReleaseStack, signal: AbortSignal) => Promise<void>;
  /** How long start-up may go on after a stop was asked for (5,000 ms). */
  startGraceMs?: number;
  host?: ProcessHost;
}

const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
type StopSignal = (typeof stopSignals)[number];

/**
 * The frame of every `main.ts`: starts, waits for a signal, releases in reverse order, exits.
 *
 * The first signal is graceful, the second one means now. Exit status: 128 + signal number after a
 * signal, 1 when start-up failed, something was thrown unhandled, or a release failed.
 * Resolves when the exit code has been handed to the host, which for a real process is never seen.
 */
export function runProcess(options: RunProcessOptions): Promise<void> {
  const { name, logger } = options;
  const host = options.host ?? process;
  const stack = createReleaseStack(logger);
  const abort = new AbortController();
  let starting: Promise<void> = Promise.resolve();
  let stopping = false;

  return new Promise((resolve) => {
    function exit(code: number): void {
      host.exit(code);
      resolve();
    }

    async function stop(code: number): Promise<void> {
      stopping = true;
      abort.abort();
      // Half of a start-up may still be pushing releases; give it a moment to notice the abort.
      await withDeadline(starting, options.startGraceMs ?? 5_000, `start of ${name}`).catch(() => undefined);
      const { failed } = await stack.close();
      logger.info({ failed }, `${name} stopped`);
      exit(failed.length > 0 ? 1 : code);
    }

    function onSignal(signal: StopSignal): void {
      const code = 128 + constants.signals[signal];
      if (stopping) {
        logger.warn({ signal }, `${name} stops now`);
        exit(code);
        return;
      }
      logger.info({ signal }, `${name} is stopping`);
      void stop(code);
    }

    function onFault(what: string, err: unknown): void {
      logger.fatal({ err }, what);
      if (!stopping) void stop(1);
    }

    for (const signal of stopSignals) host.on(signal, () => onSignal(signal));
    host.on('uncaughtException', (err) => onFault('uncaught exception', err));
    host.on('unhandledRejection', (err) => onFault('unhandled rejection', err));

    async function startAll(): Promise<void> {
      try {
        await options.start(stack, abort.signal);
        if (!stopping) logger.info(`${name} started`);
      } catch (err) {
        // After a stop was asked for, a start-up that gives up is what was wanted.
        if (!stopping) onFault(`${name} could not start`, err);
      }
    }
    starting = startAll();
  });
}
