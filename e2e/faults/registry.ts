import type { Scenario } from './harness/scenario.ts';
import { workerKilled } from './scenarios/f01-worker-killed.ts';
import { sentAgain } from './scenarios/f17-sent-again.ts';

/** Every scenario, in the order of their numbers. */
export const SCENARIOS: readonly Scenario[] = [workerKilled, sentAgain];
