import { machine, startMeasured } from '../cardmill.ts';
import { createHouseClient, seconds, settled } from './client.ts';
import { openSql } from './fill.ts';

// Ten cards of one station behind the running five thousand of another: how much longer than alone, and what it costs
// the five thousand.
//   npm run bench:fairness
const BULK = 5_000;
const FEW = 10;
const WORKERS = 2;
const READING_MS = 150;

const cardmill = await startMeasured(WORKERS, { RECOGNISER: 'fake', FAKE_READING_MS: String(READING_MS) });
const sql = await openSql(cardmill.databaseUrl);
try {
  const client = createHouseClient(cardmill.url);
  const timed = (name: string, action: 'start' | 'restart') =>
    seconds(async () => {
      await client.act(name, action);
      await client.until(name, (now) => now.finishedAt !== null, 20);
    });
  const few = await client.draft('Zehn', 'Platz 2', FEW);
  await settled(sql.number, few);
  const alone =
    [await timed(few, 'start'), await timed(few, 'restart'), await timed(few, 'restart')].toSorted(
      (a, b) => a - b,
    )[1] ?? 0;
  const bulk = await client.draft('Lade', 'Platz 1', BULK);
  await settled(sql.number, bulk);
  await client.act(bulk, 'start');
  await client.until(bulk, (now) => now.counts.succeeded >= 20);
  const behind: number[] = [];
  const pace: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = (await client.batch(bulk)).counts.succeeded;
    const took = await timed(few, 'restart');
    behind.push(took);
    pace.push(((await client.batch(bulk)).counts.succeeded - before) / took);
  }
  const undisturbed = await perSecond(20);
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[1] ?? 0;

  console.log(`${machine()}, ${WORKERS} workers, reading faked at ${READING_MS} ms; medians of 3\n`);
  console.log('| | seconds | ratio |\n|---|---|---|');
  console.log(`| ${FEW} cards alone | ${alone.toFixed(2)} | 1.00 |`);
  console.log(
    `| ${FEW} cards behind ${BULK} of another station | ${median(behind).toFixed(2)} | ${(median(behind) / alone).toFixed(2)} |\n`,
  );
  console.log(
    `The ${BULK} meanwhile: ${median(pace).toFixed(1)} cards/s, undisturbed ${undisturbed.toFixed(1)} (${(median(pace) / undisturbed).toFixed(2)}).`,
  );

  async function perSecond(cards: number): Promise<number> {
    const from = (await client.batch(bulk)).counts.succeeded;
    const took = await seconds(() =>
      client.until(bulk, (now) => now.counts.succeeded >= from + cards * 5, 20),
    );
    return ((await client.batch(bulk)).counts.succeeded - from) / took;
  }
} finally {
  await sql.close();
  await cardmill.close();
}
