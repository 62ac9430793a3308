import type { BatchProgress, CardOutcome, Problem } from '@cardmill/contracts';

import { problemOf } from './problem.ts';

/** What a watcher is told when it joins. */
export interface Welcome {
  progress: BatchProgress;
  missed: CardOutcome[];
  truncated: boolean;
}

/** One `subscribe` that waits for its reply. It gets exactly one, whatever happens. */
export interface Subscriber {
  /** The number up to which the watcher knows the outcomes; undefined when it wants none. */
  readonly since: number | undefined;
  readonly settled: () => boolean;
  /** Replies and joins the room in one step, so that nothing is sent between the two. */
  readonly welcome: (welcome: Welcome) => void;
  readonly refuse: (problem: Problem) => void;
}

/**
 * @param deadlineMs - after it the reply is that the database does not answer: a watcher never waits for ever
 */
export function createSubscriber(options: {
  since: number | undefined;
  deadlineMs: number;
  onWelcome: (welcome: Welcome) => void;
  onRefuse: (problem: Problem) => void;
}): Subscriber {
  let settled = false;
  const late = setTimeout(
    () => settle(() => options.onRefuse(problemOf('database_unavailable'))),
    options.deadlineMs,
  );

  function settle(reply: () => void): void {
    if (settled) return;
    settled = true;
    clearTimeout(late);
    reply();
  }

  return {
    since: options.since,
    settled: () => settled,
    welcome: (welcome) => settle(() => options.onWelcome(welcome)),
    refuse: (problem) => settle(() => options.onRefuse(problem)),
  };
}
