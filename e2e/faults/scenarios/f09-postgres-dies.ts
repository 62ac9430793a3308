import { setTimeout as sleep } from 'node:timers/promises';

import { withDeadline } from '@cardmill/server-kit';

import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch, untilEnded } from '../harness/submit.ts';

/** PostgreSQL crashes and recovers, loses its connections, and commits without being able to say so. */
export const postgresDies: Scenario = {
  id: 'F9',
  title: 'PostgreSQL crashes, connections are killed, the reply to a commit is lost',
  async run(bench) {
    const station = bench.station();
    const batch = await startedBatch(bench, 'f9', 150);
    await untilEnded(bench, batch, 15);
    await bench.postgres.kill();
    await sleep(1_500);
    await bench.postgres.start();

    await untilEnded(bench, batch, 40);
    for (let i = 0; i < 6; i += 1) {
      await bench.db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''`,
      );
      await sleep(bench.random.between(100, 500));
    }

    await untilEnded(bench, batch, 70);
    for (const worker of bench.workers) {
      const wire = bench.links.postgres.of(worker.name);
      await withDeadline(wire.cutOn('card_finalise'), 60_000, `a commit of ${worker.name}`);
    }
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');

    // The same for a file: the sender hears of trouble, sends again, and is told of the one card.
    const next = await station.draft('F9 upload');
    const files = await tinyCards('f9-upload', 3);
    const lost = bench.links.postgres.of('api-1').cutOn('file_accept');
    const sent = await station.send(next, files);
    await withDeadline(lost, 10_000, 'an acceptance');
    must(
      sent.some((each) => each.outcome !== 'ok'),
      'a lost reply was answered with ok',
    );
    await station.deliver(next, files);
    await station.insist(next, 'start');
    must((await ended(bench, next)) === 'completed', 'the second batch did not complete');
  },
};
