import { machine, startMeasured } from '../cardmill.ts';
import { createHouseClient, seconds, settled } from './client.ts';
import { fillHouse, openSql } from './fill.ts';

// What the line itself costs when reading costs nothing: per card in a small and in a large batch, in an empty and in a
// full house; how long a start of ten thousand takes, and until its first card is in hand.
//   npm run bench:scale
const SMALL = 500;
const LARGE = 10_000;
const WORKERS = 2;

const cardmill = await startMeasured(WORKERS, { RECOGNISER: 'fake' });
const sql = await openSql(cardmill.databaseUrl);
try {
  const client = createHouseClient(cardmill.url);
  const run = async (name: string, action: 'start' | 'restart', cards: number) => {
    let answer = 0;
    let first = 0;
    const whole = await seconds(async () => {
      answer = await seconds(() => client.act(name, action));
      first = await seconds(() => client.until(name, (now) => now.status !== 'queued', 10));
      await client.until(name, (now) => now.finishedAt !== null);
    });
    return { answer, first, perCard: (whole * 1_000) / cards };
  };
  const small = await client.draft('Klein', 'Platz 1', SMALL);
  const large = await client.draft('Gross', 'Platz 2', LARGE);
  for (const name of [small, large]) await settled(sql.number, name);
  // Three rounds of the small one: it is over in seconds, and noise is the larger part of it.
  const rounds = [
    await run(small, 'start', SMALL),
    await run(small, 'restart', SMALL),
    await run(small, 'restart', SMALL),
  ];
  const smallMs = rounds.map((round) => round.perCard).toSorted((a, b) => a - b)[1] ?? 0;
  const empty = await run(large, 'start', LARGE);
  await fillHouse(sql, 100);
  const full = await run(large, 'restart', LARGE);

  console.log(`${machine()}, ${WORKERS} workers, reading faked at 0 ms, images of 160 x 96\n`);
  console.log(
    '| batch | house | ms per card | cards/s | ratio | start answers in | first card in hand after |\n|---|---|---|---|---|---|---|',
  );
  const row = (name: string, house: string, ms: number, start: string, first: string) =>
    console.log(
      `| ${name} | ${house} | ${ms.toFixed(2)} | ${(1_000 / ms).toFixed(0)} | ${(ms / smallMs).toFixed(2)} | ${start} | ${first} |`,
    );
  row(`${SMALL} cards, median of 3`, 'empty', smallMs, '-', '-');
  row(
    `${LARGE} cards`,
    'empty',
    empty.perCard,
    `${empty.answer.toFixed(2)} s`,
    `${empty.first.toFixed(2)} s`,
  );
  row(
    `${LARGE} cards`,
    '100,000 cards',
    full.perCard,
    `${full.answer.toFixed(2)} s`,
    `${full.first.toFixed(2)} s`,
  );
} finally {
  await sql.close();
  await cardmill.close();
}
