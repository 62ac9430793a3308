import { withDeadline } from './deadline.ts';
import type { Logger } from './logger.ts';

/** What closing came to: the names of the releases that failed or ran out of time. */
export interface CloseReport {
  failed: readonly string[];
}

/** Undo functions, pushed the moment something is opened and run last-in-first-out. */
export interface ReleaseStack {
  /**
   * Call it right under the line that opens the thing.
   * After closing has begun the release runs at once: nothing opened late can leak.
   *
   * @param deadlineMs - how long the release may take before it is given up (5,000 ms)
   */
  add(name: string, release: () => unknown, deadlineMs?: number): void;
  /** Runs every release, each within its deadline; one that fails stops no other. Same promise when called again. */
  close(): Promise<CloseReport>;
}

const defaultDeadlineMs = 5_000;

/** A stack of releases for one process or one test. */
export function createReleaseStack(logger: Logger): ReleaseStack {
  const entries: { name: string; release: () => unknown; deadlineMs: number }[] = [];
  const failed: string[] = [];
  let closing: Promise<CloseReport> | undefined;

  async function releaseAll(): Promise<CloseReport> {
    // A loop on pop, not on a copy: what is added while closing is released in the same pass.
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) {
      const { name, release, deadlineMs } = entry;
      try {
        await withDeadline(Promise.resolve().then(release), deadlineMs, `release of ${name}`);
        logger.debug({ release: name }, 'released');
      } catch (err) {
        failed.push(name);
        logger.error({ err, release: name }, 'release failed');
      }
    }
    return { failed };
  }

  return {
    add(name, release, deadlineMs = defaultDeadlineMs) {
      entries.push({ name, release, deadlineMs });
      // Chained behind the running pass, so a late entry is released even when that pass had ended.
      if (closing) closing = closing.then(releaseAll);
    },
    close() {
      closing ??= releaseAll();
      return closing;
    },
  };
}
