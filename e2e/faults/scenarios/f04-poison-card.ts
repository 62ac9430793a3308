import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended } from '../harness/submit.ts';
import { cardNow, untilInspected } from '../harness/wait.ts';

const POISON = 'f4-00007.jpg';

/** A card that kills whoever reads it ends as `worker_crash` after the third death; the others are read. */
export const poisonCard: Scenario = {
  id: 'F4',
  title: 'a card that kills every worker that reads it',
  short: true,
  async run(bench) {
    for (const worker of bench.workers) worker.keepAlive(true);
    const batch = await draftOf(bench, 'f4', 40);
    await untilInspected(bench, batch);
    await bench.faults.arm({
      id: 'f4',
      point: 'worker.afterRead',
      action: { kind: 'exit' },
      key: POISON,
      times: 20,
    });
    await bench.station().insist(batch, 'start');
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    const card = await cardNow(bench, POISON);
    must(
      card?.state === 'failed' && card.errorCode === 'worker_crash',
      `the card is ${card?.state} ${card?.errorCode}`,
    );
    const deaths = (await bench.faults.hits('f4')).length;
    must(deaths === 3, `${deaths} workers died of it`);
    const { counts } = await bench.station().client.batch(batch);
    must(counts.succeeded === 39 && counts.failed === 1, `others failed too: ${JSON.stringify(counts)}`);
  },
};
