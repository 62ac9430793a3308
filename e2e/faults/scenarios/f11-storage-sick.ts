import { waitFor } from '@cardmill/testkit';

import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { draftOf, ended, startedBatch, untilEnded } from '../harness/submit.ts';

/** S3 answers 500 and 503, breaks off, loses replies and writes, and is away: no card pays for it. */
export const storageSick: Scenario = {
  id: 'F11',
  title: 'S3 fails, is slow, breaks off, loses replies and writes, and is away',
  bench: { store: 's3' },
  async run(bench) {
    const { s3 } = bench;
    must(s3 !== null, 'no S3 in this bench');
    const station = bench.station();
    const finish = async (batch: string): Promise<void> => {
      must((await ended(bench, batch)) === 'completed', `${batch} did not complete`);
      const { counts } = await station.client.batch(batch);
      must(counts.failed === 0, `${counts.failed} cards of ${batch} paid for it`);
    };

    // While cards come in.
    const { faults } = s3;
    faults.add({ fault: { kind: 'status', status: 503, code: 'SlowDown' }, method: 'PUT', times: 5 });
    faults.add({ fault: { kind: 'loseReply' }, method: 'PUT', times: 3 });
    faults.add({ fault: { kind: 'status', status: 500, code: 'InternalError' }, method: 'PUT', times: 8 });
    const sent = await draftOf(bench, 'f11-sent', 20);
    faults.heal();
    await station.insist(sent, 'start');
    await finish(sent);

    // While they are read.
    const read = await draftOf(bench, 'f11-read', 40);
    faults.add({ fault: { kind: 'truncate', bytes: 500 }, method: 'GET', times: 6 });
    faults.add({ fault: { kind: 'status', status: 503, code: 'SlowDown' }, method: 'GET', times: 12 });
    faults.add({ fault: { kind: 'status', status: 500, code: 'InternalError' }, method: 'GET', times: 12 });
    faults.add({ fault: { kind: 'late', ms: 1_000 }, method: 'GET', times: 6 });
    await station.insist(read, 'start');
    await finish(read);
    faults.heal();

    // Away: people see what is waited for.
    const away = await startedBatch(bench, 'f11-away', 30);
    await untilEnded(bench, away, 3);
    await s3.wire.set({ kind: 'refuse' });
    await waitFor(async () => (await station.client.batch(away)).progress.waiting === 'storage_unavailable', {
      timeoutMs: 60_000,
      what: 'the batch to say what it waits for',
    });
    await s3.wire.heal();
    await finish(away);

    // A write that S3 acknowledged and forgot: its sender is not told that the card is safe.
    const batch = await station.draft('F11 forgotten');
    const [file] = await tinyCards('f11-forgotten', 1);
    must(file !== undefined, 'no card');
    faults.add({ fault: { kind: 'loseWrite' }, method: 'PUT', times: 1 });
    const [told] = await station.send(batch, [file]);
    must(told?.outcome !== 'ok', 'a card whose bytes are nowhere was acknowledged');
    await station.deliver(batch, [file]);
    await station.insist(batch, 'start');
    await finish(batch);
  },
};
