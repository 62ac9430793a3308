import { startBench, type Bench } from './harness/bench.ts';
import type { Scenario } from './harness/scenario.ts';
import { type Checked, checkBatches, checkHouse } from './invariants/check.ts';

export interface Ran extends Checked {
  id: string;
  seconds: number;
}

/** Breaks things, heals them, and checks the batches of the scenario. The bench is as good as new after it. */
export async function runScenario(bench: Bench, scenario: Scenario): Promise<Ran> {
  const started = performance.now();
  try {
    await scenario.run(bench);
    await bench.heal();
    const checked = await checkBatches(bench);
    return { id: scenario.id, seconds: Math.round((performance.now() - started) / 100) / 10, ...checked };
  } catch (cause) {
    bench.keepFolder();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${scenario.id} FAULT_SEED=${bench.random.seed} (${bench.folder}): ${words}`, { cause });
  } finally {
    await bench.heal();
    bench.forget();
  }
}

/** The house after all scenarios of a bench. */
export async function checkAfterwards(bench: Bench): Promise<void> {
  try {
    await checkHouse(bench);
  } catch (cause) {
    bench.keepFolder();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the house, FAULT_SEED=${bench.random.seed} (${bench.folder}): ${words}`, { cause });
  }
}

/** A bench for scenarios that share one, checked as a whole at the end. */
export async function withBench<T>(
  seed: number,
  options: Scenario['bench'],
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const bench = await startBench(seed, options);
  try {
    const result = await work(bench);
    await checkAfterwards(bench);
    return result;
  } catch (error) {
    bench.keepFolder();
    throw error;
  } finally {
    await bench.close();
  }
}
