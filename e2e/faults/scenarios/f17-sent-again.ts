import { sha256, tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';

const AT_ONCE = 20;

/** The same file, twenty times at once over both APIs and again after a lost reply, is one card. */
export const sentAgain: Scenario = {
  id: 'F17',
  title: 'the same file sent twenty times at once, and again after a lost reply',
  short: true,
  async run(bench) {
    const station = bench.station(0);
    const elsewhere = bench.station(1);
    const batch = await station.draft('F17');
    const [first, second] = await tinyCards('f17', 2);
    must(first !== undefined && second !== undefined, 'two cards');

    const replies = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) => (i % 2 === 0 ? station : elsewhere).send(batch, [first])),
    );
    const ok = replies.flat().filter((each) => each.outcome === 'ok');
    must(ok.length === AT_ONCE, `${ok.length} of ${AT_ONCE} were acknowledged`);
    must(new Set(ok.map((each) => each.cardId)).size === 1, 'they are not all the same card');
    must(ok.filter((each) => each.said === 'accepted').length === 1, 'more than one was accepted');

    // The reply to this one is lost: the API dies with it right after the commit.
    await bench.faults.arm({
      id: 'f17',
      point: 'api.afterAccept',
      action: { kind: 'exit' },
      key: second.name,
    });
    for (const api of bench.apis) api.keepAlive(true);
    const [lost] = await station.send(batch, [second]);
    must(lost?.outcome === 'unknown', `the reply was ${lost?.outcome}`);
    await station.deliver(batch, [second]);
    await elsewhere.deliver(batch, [second]);

    // The same name with other bytes is refused, and changes nothing.
    const other = { ...first, bytes: Buffer.concat([first.bytes, Buffer.from('other')]) };
    const [refused] = await station.send(batch, [other]);
    must(
      refused?.outcome === 'fail' && refused.code === 'filename_taken',
      `other bytes: ${refused?.outcome}`,
    );
    const hashes = await bench.db.query<{ sha256: string }>(
      `SELECT f.sha256 FROM files f JOIN batches b ON b.id = f.batch_id
       WHERE b.name = $1 AND f.state = 'accepted' ORDER BY f.filename`,
      [batch],
    );
    const wanted = [first, second].map((file) => sha256(file.bytes));
    must(
      JSON.stringify(hashes.rows.map((row) => row.sha256)) === JSON.stringify(wanted),
      'other files are kept',
    );
  },
};
