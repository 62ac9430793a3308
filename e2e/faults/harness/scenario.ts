import type { Bench, BenchOptions } from './bench.ts';

/** One way in which things go wrong. After `run` the runner heals the bench and checks every invariant. */
export interface Scenario {
  /** As in the list of scenarios, e.g. `F1`. */
  id: string;
  title: string;
  /** Part of the short list, which runs within minutes. */
  short?: true;
  /** Needs a bench of its own; else it shares one with the others. */
  bench?: BenchOptions;
  /** Why it cannot run here, or null. */
  missing?: () => Promise<string | null>;
  run(bench: Bench): Promise<void>;
}

/** @throws with the words when the condition does not hold */
export function must(condition: boolean, words: string): asserts condition {
  if (!condition) throw new Error(words);
}
