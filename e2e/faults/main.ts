import { seedFrom } from './harness/random.ts';
import type { Scenario } from './harness/scenario.ts';
import { SCENARIOS } from './registry.ts';
import { type Ran, runScenario, withBench } from './runner.ts';

// npm run faults [-- F7 F11]: all scenarios or those named. FAULT_SEED repeats a run.
const seed = seedFrom(process.env['FAULT_SEED']);
const named = process.argv.slice(2).map((id) => id.toUpperCase());
const unknown = named.filter((id) => !SCENARIOS.some((scenario) => scenario.id === id));
if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(', ')}`);
const chosen = SCENARIOS.filter((scenario) => named.length === 0 || named.includes(scenario.id));
console.log(`FAULT_SEED=${seed}`);

const failed: string[] = [];
const skipped: string[] = [];

async function all(scenarios: readonly Scenario[], options: Scenario['bench']): Promise<void> {
  const due: Scenario[] = [];
  for (const scenario of scenarios) {
    const missing = (await scenario.missing?.()) ?? null;
    if (missing === null) due.push(scenario);
    else skipped.push(`${scenario.id} (${missing})`);
  }
  if (due.length === 0) return;
  try {
    await withBench(seed, { ...options, thorough: true }, async (bench) => {
      for (const scenario of due) {
        console.log(`${scenario.id.padEnd(4)} ${scenario.title}`);
        try {
          say(await runScenario(bench, scenario));
        } catch (error) {
          failed.push(scenario.id);
          console.log(`     FAILED ${String(error)}`);
        }
      }
    });
  } catch (error) {
    failed.push(`the house after ${due.map((scenario) => scenario.id).join(' ')}`);
    console.log(`     FAILED ${String(error)}`);
  }
}

function say(ran: Ran): void {
  console.log(
    `     ok, ${ran.seconds} s, ${ran.cards} cards, ${ran.extraAttempts} attempts beyond the least`,
  );
}

await all(
  chosen.filter((scenario) => scenario.bench === undefined),
  {},
);
for (const scenario of chosen) if (scenario.bench !== undefined) await all([scenario], scenario.bench);

for (const what of skipped) console.log(`SKIPPED ${what}`);
console.log(
  failed.length === 0
    ? `all ${chosen.length - skipped.length} held`
    : `FAILED: ${failed.join(', ')}; again with FAULT_SEED=${seed}`,
);
process.exit(failed.length === 0 ? 0 : 1);
