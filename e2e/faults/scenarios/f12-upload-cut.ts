import type { FailPoint } from '@cardmill/server-kit/fail-points';

import { bulkyCard, tinyCards } from '../harness/cards.ts';
import { sendHalf } from '../harness/half-upload.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended } from '../harness/submit.ts';

const MOMENTS: readonly FailPoint[] = ['api.afterStore', 'api.afterAccept'];

/** The API dies in the middle of a file, with the file stored, and with the card accepted and nobody told. */
export const uploadCut: Scenario = {
  id: 'F12',
  title: 'the API is killed in the middle of an upload, before and after the commit',
  short: true,
  async run(bench) {
    const station = bench.station();
    const [api] = bench.apis;
    must(api !== undefined, 'no API');
    const batch = await station.draft('F12');
    await bench.watch(batch);
    await station.deliver(batch, await tinyCards('f12-whole', 5));

    api.keepAlive(true);
    const big = await bulkyCard('f12-big.jpg', 3_000_000);
    const { half, over, reply } = sendHalf(api.url, batch, big);
    await half;
    await api.kill();
    over();
    must((await reply) === null, 'half a file was answered');
    await api.start();
    await station.deliver(batch, [big]);

    for (const point of MOMENTS) {
      const files = await tinyCards(`f12-${point.toLowerCase().replace('.', '-')}`, 3);
      const victim = files[1];
      must(victim !== undefined, 'no file');
      await bench.faults.arm({
        id: `f12-${point.slice(4)}`,
        point,
        action: { kind: 'exit' },
        key: victim.name,
      });
      const sent = await station.send(batch, files);
      must(
        sent.every((each) => each.outcome === 'unknown'),
        `${point}: a reply came`,
      );
      await api.start();
      await station.deliver(batch, files);
    }
    await station.insist(batch, 'start');
    must((await ended(bench, batch)) === 'completed', 'the batch did not complete');
    const { fileCount } = await station.client.batch(batch);
    must(fileCount === 5 + 1 + 2 * 3, `${fileCount} cards`);
  },
};
