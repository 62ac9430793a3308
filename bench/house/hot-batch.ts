import { randomBytes } from 'node:crypto';

import { makeBatchName } from '@cardmill/contracts';
import { createDatabase, type Database } from '@cardmill/db';
import pg from 'pg';

import { machine } from '../cardmill.ts';
import { startServers } from '../live.ts';
import { readingOf } from '../reading.ts';
import { seconds } from './client.ts';
import { fillHouse, openSql } from './fill.ts';

// The database's side of the line: claim and finalise on one hot batch with eight connections, fsync on, beside the
// bare one-row commit on the same server in the same run.
//   npm run bench:hot-batch
const CONNECTIONS = 8;
const WINDOW = 64;
const READING = readingOf({
  komponist: { value: 'Bach', confidence: 90, source: 'label', verdict: 'ok' },
});

const servers = await startServers();
const db = createDatabase(servers.databaseUrl, { poolSize: CONNECTIONS + 2 });
try {
  const sql = await openSql(servers.databaseUrl);
  const bare = await bareCommits();
  // Connections, plans and caches: what only the first batch of a day pays.
  await drain(500);
  const small = await drain(500);
  const large = await drain(10_000);
  await fillHouse(sql, 100);
  const full = await drain(10_000);
  await sql.close();

  console.log(`${machine()}, PostgreSQL 18, fsync on, ${CONNECTIONS} connections\n`);
  console.log(
    '| | per second | ms per card | ratio to 500 cards | ratio to bare commit |\n|---|---|---|---|---|',
  );
  console.log(`| bare one-row commit | ${bare.toFixed(0)} | - | - | 1.00 |`);
  for (const [what, rate] of [
    ['500 cards, one batch', small],
    ['10,000 cards, one batch', large],
    ['10,000 cards, 100,000 in the house', full],
  ] as const)
    console.log(
      `| claim and finalise, ${what} | ${rate.toFixed(0)} | ${(1_000 / rate).toFixed(2)} | ${(small / rate).toFixed(2)} | ${(rate / bare).toFixed(2)} |`,
    );
} finally {
  await db.close();
  await servers.close();
}

/** Commits of one changed row a second, each connection on a row of its own. */
async function bareCommits(): Promise<number> {
  const pool = new pg.Pool({ connectionString: servers.databaseUrl, max: CONNECTIONS });
  await pool.query('CREATE TABLE bare (id int PRIMARY KEY, n int)');
  await pool.query('INSERT INTO bare SELECT i, 0 FROM generate_series(1, $1::int) i', [CONNECTIONS]);
  const until = performance.now() + 5_000;
  let commits = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, i) => {
      while (performance.now() < until) {
        await pool.query('UPDATE bare SET n = n + 1 WHERE id = $1', [i + 1]);
        commits += 1;
      }
    }),
  );
  await pool.end();
  return commits / 5;
}

/** Cards a second from the start of a batch to its end, the window kept filled as a dispatcher does. */
async function drain(cards: number): Promise<number> {
  const name = await started(db, cards);
  let done = 0;
  const took = await seconds(async () => {
    const hands = Array.from({ length: CONNECTIONS }, async (_, hand) => {
      while (done < cards) {
        const claim = await db.work.claimTurn(`hand-${hand}`, 30_000, { rung: true });
        if (claim === null) await db.line.dispatch(WINDOW, 20_000);
        else if ((await db.work.succeed(claim, READING, 1)) !== null) done += 1;
      }
    });
    await Promise.all(hands);
  });
  const batch = await db.findBatch(name);
  if (batch?.counts.succeeded !== cards) throw new Error(`${name} did not end as it should`);
  return cards / took;
}

async function started(database: Database, cards: number): Promise<string> {
  const name = makeBatchName('Bench', new Date(), randomBytes(4).toString('hex'));
  const { id } = await database.createBatch(name, {
    title: 'Bench',
    station: '',
    fields: [],
    templateId: 'free-text',
    languages: ['deu'],
    options: {},
  });
  const file = await database.intendFile(id, 'cards.tif');
  const names = Array.from({ length: cards }, (_, i) => `${String(i + 1).padStart(5, '0')}.jpg`);
  await database.acceptFile(
    file.id,
    { sha256: randomBytes(32).toString('hex'), size: 1, mediaType: 'image/tiff' },
    names,
  );
  await database.start(name);
  return name;
}
