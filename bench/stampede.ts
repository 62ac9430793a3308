import { setTimeout as sleep } from 'node:timers/promises';

import { createDatabase, type Reading } from '@cardmill/db';

import { machine } from './cardmill.ts';
import { openSql, type Sql } from './house/fill.ts';
import { createNotifierProcess, startServers, startWatchers } from './live.ts';
import { clock, type Wanted } from './watchers.ts';

// A thousand sockets whose notifier is killed with SIGKILL and started again at once: when the last of them has
// everything it missed, what that cost the database, and how long the notifier kept the others waiting. Meanwhile 4
// cards a second end, with their hints lost.
//   npm run bench:stampede
const SOCKETS = 1_000;
const CARDS = 3_000;
const A_SECOND = 4;
const READING: Reading = { text: 'Bach', confidence: 90, fields: {}, words: [], how: {} };

const servers = await startServers();
const db = createDatabase(servers.databaseUrl, { poolSize: 4 });
const sql = await openSql(servers.databaseUrl);
try {
  console.log(`${machine()}, ${SOCKETS} sockets, batches of ${CARDS} outcomes\n`);
  console.log(
    '| | all back, s | database reads | per batch and second | event loop p99, ms | notifier memory, MiB | asked again | faults |\n|---|---|---|---|---|---|---|---|',
  );
  const near = (n: number): number => CARDS - (n % 200);
  const anywhere = (n: number): number => (n * 7_919) % CARDS;
  await stampede('one batch, live until the kill', 1, near);
  await stampede('one batch, away since anywhere', 1, anywhere);
  await stampede('20 batches, live until the kill', 20, near);
  await stampede('20 batches, away since anywhere', 20, anywhere);
} finally {
  await sql.close();
  await db.close();
  await servers.close();
}

async function stampede(what: string, batches: number, since: (n: number) => number): Promise<void> {
  const names = Array.from(
    { length: batches },
    (_, n) => `lade-${what.length}_20260101-000000_${String(n).padStart(8, '0')}`,
  );
  for (const name of names) await fillBatch(sql, name);
  const notifier = await createNotifierProcess(servers.databaseUrl, servers.redisUrl);
  const watchers = startWatchers(2);
  const stop = new AbortController();
  const working = work(stop.signal);
  try {
    await notifier.start();
    const wanted: Wanted[] = Array.from({ length: SOCKETS }, (_, n) => ({
      batch: names[n % batches] ?? '',
      since: since(n),
    }));
    watchers.watch(notifier.url, wanted);
    await watchers.until(SOCKETS, 60_000);

    const killedAt = clock();
    await notifier.kill();
    await notifier.start();
    while ((await watchers.report()).back === SOCKETS) await sleep(10);
    const { lastAt } = await watchers.until(SOCKETS, 60_000);
    const seconds = (lastAt - killedAt) / 1_000;
    const metric = await notifier.metrics();
    const reads = metric('cardmill_notifier_reads_total');
    const lag = metric('nodejs_eventloop_lag_p99_seconds');
    stop.abort();
    await working;
    // Two polls later everybody is where the database is.
    await sleep(5_000);
    const truth = new Map(
      await Promise.all(
        names.map(async (name) => [name, (await db.line.summary(name))?.progress.seq] as const),
      ),
    );
    const { seqs, faults, refused } = await watchers.report();
    const behind = seqs.filter((seq) => ![...truth.values()].includes(seq)).length;
    const row = [
      what,
      seconds.toFixed(1),
      reads,
      (reads / batches / seconds).toFixed(1),
      (lag * 1_000).toFixed(0),
      (await notifier.peakMemory()).toFixed(0),
      refused.length,
      faults.length + behind,
    ];
    console.log(`| ${row.join(' | ')} |`);
    if (faults.length > 0) console.log(faults.slice(0, 5).join('\n'));
  } finally {
    stop.abort();
    await working;
    await watchers.close();
    await notifier.close();
    for (const name of names) await sql.run(`DELETE FROM batches WHERE name = '${name}'`);
  }
}

/** Ends some cards a second, whichever has its turn. */
async function work(stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const claim = await db.work.claimTurn('bench', 30_000, { rung: false });
    if (claim !== null) await db.work.succeed(claim, READING, 5);
    await sleep(1_000 / A_SECOND);
  }
}

/** A running batch with `CARDS` outcomes, and as many cards still to read. */
async function fillBatch(to: Sql, name: string): Promise<void> {
  await to.run(`
    WITH b AS (
      INSERT INTO batches (name, title, station, status, run, seq, n_succeeded, n_queued, positions, template_id, languages, started_at, run_started_at)
      VALUES ('${name}', 'Lade', 'Platz', 'running', 1, ${CARDS}, ${CARDS}, ${CARDS}, ${2 * CARDS}, 'free-text', ARRAY['deu'], now(), now())
      RETURNING id
    ), f AS (
      INSERT INTO files (batch_id, state, filename, sha256, size, media_type, pages, accepted_at)
      SELECT id, 'accepted', 'lade.tif', repeat('0', 64), 1, 'image/tiff', ${2 * CARDS}, now() FROM b RETURNING id, batch_id
    ), c AS (
      INSERT INTO cards (batch_id, file_id, filename, page, position, state, run, attempt, inspected_at, last_seq, finished_at)
      SELECT f.batch_id, f.id, lpad(p::text, 5, '0') || '.jpg', p, p, (CASE WHEN p <= ${CARDS} THEN 'succeeded' ELSE 'queued' END)::card_state,
        1, 1, now(), CASE WHEN p <= ${CARDS} THEN p ELSE 0 END, CASE WHEN p <= ${CARDS} THEN now() END
      FROM f, generate_series(1, ${2 * CARDS}) p RETURNING id, state
    )
    INSERT INTO results (card_id, run, attempt, text, confidence, fields, words, how)
    SELECT id, 1, 1, 'Bach, Johann Sebastian: Das Wohltemperierte Klavier', 90,
      '{"komponist": {"value": "Bach, Johann Sebastian", "confidence": 90, "source": "label", "verdict": "ok"}}', '\\x', '{}'
    FROM c WHERE state = 'succeeded'`);
}
