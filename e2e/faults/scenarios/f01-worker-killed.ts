import { setTimeout as sleep } from 'node:timers/promises';

import { waitFor } from '@cardmill/testkit';

import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch, untilEnded } from '../harness/submit.ts';

const CARDS = 90;
const KILLS = 5;

/** Workers die with a card in hand: once right after reading it, then at random. Nobody repairs anything. */
export const workerKilled: Scenario = {
  id: 'F1',
  title: 'kill -9 of a worker mid-card, and at random',
  short: true,
  async run(bench) {
    const { workers, faults, random } = bench;
    for (const worker of workers) worker.keepAlive(true);
    await faults.arm({ id: 'f1', point: 'worker.afterRead', action: { kind: 'exit' }, key: 'f1-00040.jpg' });
    const batch = await startedBatch(bench, 'f1', CARDS);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await untilEnded(bench, batch, kill * 10);
      await sleep(random.between(0, 300));
      await random.pick(workers).kill();
    }
    must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
    const hits = await waitFor(async () => {
      const found = await faults.hits('f1');
      return found.length > 0 ? found : undefined;
    });
    must(hits.length === 1, 'the card was read to its end more than once by a worker that died');
  },
};
