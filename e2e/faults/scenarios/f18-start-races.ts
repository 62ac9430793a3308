import { setTimeout as sleep } from 'node:timers/promises';

import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended } from '../harness/submit.ts';

const RUNS = 15;

/** Start against upload over two APIs: what was acknowledged is read, what came too late is refused. */
export const startRaces: Scenario = {
  id: 'F18',
  title: 'start against upload',
  async run(bench) {
    const stations = [bench.station(0), bench.station(1)] as const;
    for (let run = 0; run < RUNS; run += 1) {
      const batch = await stations[0].draft(`F18 ${run}`);
      const files = await tinyCards(`f18-${run}`, 12);
      await stations[0].deliver(batch, files.slice(0, 2));
      const late = files.slice(2).map(async (file, i) => {
        await sleep(bench.random.between(0, 60));
        return stations[i % 2 === 0 ? 0 : 1].send(batch, [file]);
      });
      await sleep(bench.random.between(20, 250));
      const [sent] = await Promise.all([Promise.all(late), stations[1].insist(batch, 'start')]);
      const told = sent.flat();
      const wrong = told.filter((each) => each.outcome === 'unknown');
      must(wrong.length === 0, `${wrong.length} uploads were not answered`);
      const accepted = 2 + told.filter((each) => each.outcome === 'ok').length;
      must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
      const { fileCount } = await stations[0].client.batch(batch);
      must(fileCount === accepted, `${accepted} were acknowledged, ${fileCount} are there`);
    }
  },
};
