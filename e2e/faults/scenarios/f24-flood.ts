import type { Bench } from '../harness/bench.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, endedCards, ended } from '../harness/submit.ts';

const FLOOD = 2_000;
const FEW = 10;
// Three times, as promised, and what a busy machine adds.
const SLACK_MS = 5_000;

/** Ten cards of one station behind the flood of another are not stuck behind it. */
export const flood: Scenario = {
  id: 'F24',
  title: 'ten cards behind two thousand of another station',
  async run(bench) {
    const alone = await timed(bench, 'f24-alone');
    const big = await draftOf(bench, 'f24-flood', FLOOD);
    await bench.station().insist(big, 'start');
    const behind = await timed(bench, 'f24-behind');
    const done = await endedCards(bench, big);
    console.log(`     alone ${alone} ms, behind the flood ${behind} ms, ${done} of ${FLOOD} read by then`);
    must(behind <= 3 * alone + SLACK_MS, `${behind} ms behind the flood, ${alone} ms alone`);
    must((await ended(bench, big, 600_000)) === 'completed', 'the flood did not complete');
  },
};

/** Milliseconds from the start of a few cards to their end. */
async function timed(bench: Bench, name: string): Promise<number> {
  const batch = await draftOf(bench, name, FEW);
  const started = performance.now();
  await bench.station().insist(batch, 'start');
  must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
  return Math.round(performance.now() - started);
}
