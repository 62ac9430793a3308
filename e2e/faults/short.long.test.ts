import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Bench, startBench } from './harness/bench.ts';
import { seedFrom } from './harness/random.ts';
import { SCENARIOS } from './registry.ts';
import { checkAfterwards, runScenario } from './runner.ts';

// One bench for all: every scenario leaves it as it was, and what it left behind is found at the end.
const seed = seedFrom(process.env['FAULT_SEED']);
let bench: Bench;
beforeAll(async () => {
  process.stderr.write(`FAULT_SEED=${seed}\n`);
  bench = await startBench(seed);
});
afterAll(() => bench.close());

const short = SCENARIOS.filter((scenario) => scenario.short === true);
it.each(short)('$id: $title', async (scenario) => {
  const ran = await runScenario(bench, scenario);
  process.stderr.write(`${ran.id}: ${ran.seconds} s, ${ran.extraAttempts} attempts beyond the least\n`);
  expect(ran.cards).toBeGreaterThanOrEqual(0);
});

it('after all of them nothing is left over, nobody fell, and no counter had to be mended', () =>
  checkAfterwards(bench));
