import { setTimeout as sleep } from 'node:timers/promises';

import { corruptCard } from '@cardmill/testkit';

import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended } from '../harness/submit.ts';

const ACTIONS = ['retry', 'cancel', 'resume', 'restart', 'retry'] as const;
const AT_ONCE = 10;
const ROUNDS = 12;

/** Ten retries at once, then actions against each other: each accepted one is one action and at most one new run. */
export const retryRaces: Scenario = {
  id: 'F20',
  title: 'retry against retry, and against cancel, resume and restart',
  short: true,
  async run(bench) {
    const stations = [bench.station(0), bench.station(1)] as const;
    const batch = await stations[0].draft('F20');
    await bench.watch(batch);
    const broken = await corruptCard();
    const bad = [1, 2, 3].map((n) => ({
      name: `f20-bad-${n}.png`,
      bytes: Buffer.concat([broken, Buffer.from(String(n))]),
    }));
    await stations[0].deliver(batch, [...(await tinyCards('f20', 8)), ...bad]);
    await stations[0].insist(batch, 'start');
    must((await ended(bench, batch)) === 'completed', 'the first run did not complete');
    const before = await stations[0].client.batch(batch);
    must(before.counts.failed === bad.length, `${before.counts.failed} failed`);

    let accepted = 0;
    const ask = async (action: string, i: number, run?: number): Promise<void> => {
      const body = run === undefined ? undefined : { run };
      const { client } = stations[i % 2 === 0 ? 0 : 1];
      const reply = await client.send('POST', `/api/v1/batches/${batch}/${action}`, body);
      must(reply.status === 202 || reply.status === 409, `${action}: ${reply.status}`);
      if (reply.status === 202) accepted += 1;
    };

    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => ask('retry', i, before.run)));
    must(accepted === 1, `${accepted} of ${AT_ONCE} retries of one run were accepted`);
    const after = await stations[0].client.batch(batch);
    must(after.run === before.run + 1, `run ${before.run} became ${after.run}`);

    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(
        [0, 1, 2, 3].map(async (i) => {
          await sleep(bench.random.between(0, 40));
          await ask(bench.random.pick(ACTIONS), i);
        }),
      );
      await sleep(bench.random.between(0, 300));
    }
    await ended(bench, batch);
    const { rows } = await bench.db.query<{ n: number; runs: number }>(
      `SELECT count(*)::int AS n, (1 + count(*) FILTER (WHERE kind IN ('retry', 'resume', 'restart')))::int AS runs
       FROM actions a JOIN batches b ON b.id = a.batch_id WHERE b.name = $1`,
      [batch],
    );
    const last = await stations[0].client.batch(batch);
    must(
      rows[0]?.n === accepted + 1,
      `${accepted} actions were accepted, ${(rows[0]?.n ?? 0) - 1} are written`,
    );
    must(rows[0].runs === last.run, `run ${last.run} after ${rows[0].runs - 1} actions that make one`);
  },
};
