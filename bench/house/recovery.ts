import { setTimeout as sleep } from 'node:timers/promises';

import { childrenOf, machine, startMeasured } from '../cardmill.ts';
import { createHouseClient, seconds, settled } from './client.ts';
import { openSql } from './fill.ts';

// A worker is killed with a card in hand, at the default lease: when is the card done again? And a batch of a thousand
// is cancelled: is any card begun afterwards?
//   npm run bench:recovery
const CARDS = 1_100;
const READING_MS = 1_000;

const cardmill = await startMeasured(2, { RECOGNISER: 'fake', FAKE_READING_MS: String(READING_MS) });
const sql = await openSql(cardmill.databaseUrl);
try {
  const client = createHouseClient(cardmill.url);
  const name = await client.draft('Lade', 'Platz 1', CARDS);
  await settled(sql.number, name);
  await client.act(name, 'start');
  await client.until(name, (now) => now.counts.succeeded >= 4 && now.counts.processing === 2);
  const [worker] = await childrenOf(cardmill.pid, 'services/ocr-worker');
  if (worker === undefined) throw new Error('no worker was found');
  process.kill(worker, 'SIGKILL');
  // Whose lease is not renewed any more: the card of the worker that is gone.
  const died = performance.now();
  let again = 0;
  while (again === 0) {
    await sleep(100);
    again = await sql.number(
      `SELECT count(*)::int AS n FROM cards c JOIN batches b ON b.id = c.batch_id
       WHERE b.name = '${name}' AND c.state = 'succeeded' AND c.attempt > 2`,
    );
  }
  const recovered = (performance.now() - died) / 1_000;

  const attempts = () =>
    sql.number(
      `SELECT sum(c.attempt)::int AS n FROM cards c JOIN batches b ON b.id = c.batch_id WHERE b.name = '${name}'`,
    );
  const queued = (await client.batch(name)).counts.queued;
  const answer = await seconds(() => client.act(name, 'cancel'));
  const atReply = await attempts();
  await sleep(3_000);
  const after = (await attempts()) - atReply;

  console.log(`${machine()}, 2 workers, reading faked at ${READING_MS} ms, default settings\n`);
  console.log(`A killed worker's card was read again ${recovered.toFixed(1)} s after the kill.`);
  console.log(
    `Cancel of ${queued} queued cards answered in ${Math.round(answer * 1_000)} ms; cards begun in the 3 s after it: ${after}.`,
  );
} finally {
  await sql.close();
  await cardmill.close();
}
