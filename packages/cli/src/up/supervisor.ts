import { setTimeout as sleep } from 'node:timers/promises';

import type { Exit } from '@cardmill/server-kit/servers';

/** A process that runs; what `startPostgres`, `startRedis` and `startService` hand out. */
export interface Running {
  pid: number;
  exited: Promise<Exit>;
  /** Ends it in order within its own bound, else hard; may be called again. */
  stop: () => Promise<unknown>;
}

export interface SuperviseOptions<R extends Running> {
  /** For messages. */
  name: string;
  start: () => Promise<R>;
  /** Started already, by someone who needed its address first. */
  initial?: R;
  /** Told whenever it runs (again). */
  onUp?: (running: R) => void;
  /** Gets whole sentences for people. */
  say: (line: string) => void;
  /** A death within this time after the start counts as early (5,000 ms). */
  earlyMs?: number;
  /** So many early deaths one after the other are the end (5). */
  maxEarly?: number;
  /** Wait before the next start, after so many early deaths (200 ms doubled each time, at most 10 s). */
  backoffMs?: (early: number) => number;
}

export interface Supervised<R extends Running> {
  name: string;
  /** Undefined between a death and the next start. */
  current: () => R | undefined;
  /** Resolves with the reason when it was given up; never otherwise. */
  givenUp: Promise<Error>;
  /** Ends it for good. Same promise when called again. */
  stop: () => Promise<void>;
}

/**
 * Keeps a process running: starts it again with back-off when it dies, and gives up only when it keeps
 * dying right after its start, which waiting does not cure.
 */
export function supervise<R extends Running>(options: SuperviseOptions<R>): Supervised<R> {
  const { name, say, earlyMs = 5_000, maxEarly = 5 } = options;
  const backoffMs = options.backoffMs ?? ((early: number) => Math.min(200 * 2 ** early, 10_000));
  const stopping = new AbortController();
  let running: R | undefined;
  let giveUp: (err: Error) => void = () => undefined;
  const givenUp = new Promise<Error>((resolve) => {
    giveUp = resolve;
  });

  async function once(first: R | undefined): Promise<string> {
    try {
      const now = first ?? (await options.start());
      if (stopping.signal.aborted) {
        await now.stop();
        return 'stopped';
      }
      running = now;
      options.onUp?.(now);
      return describe(await now.exited);
    } catch (err) {
      return err instanceof Error ? err.message : String(err);
    } finally {
      running = undefined;
    }
  }

  async function keep(): Promise<void> {
    let early = 0;
    for (let first = options.initial; ; first = undefined) {
      const begun = Date.now();
      const why = await once(first);
      if (stopping.signal.aborted) return;
      early = Date.now() - begun < earlyMs ? early + 1 : 0;
      if (early >= maxEarly) {
        giveUp(new Error(`${name} ended ${maxEarly} times within ${earlyMs / 1_000} s of its start: ${why}`));
        return;
      }
      const waitMs = backoffMs(early);
      say(`${name} ended (${why}); starting it again in ${waitMs / 1_000} s`);
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
  }

  const kept = keep();
  let stopped: Promise<void> | undefined;
  return {
    name,
    current: () => running,
    givenUp,
    stop() {
      stopped ??= (async () => {
        stopping.abort();
        await running?.stop();
        await kept;
      })();
      return stopped;
    },
  };
}

const describe = (exit: Exit): string => (exit.signal === null ? `exit code ${exit.code}` : exit.signal);
