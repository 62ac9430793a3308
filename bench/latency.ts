import { setTimeout as sleep } from 'node:timers/promises';

import { makeBatchName } from '@cardmill/contracts';
import { encodeHint, HINT_CHANNEL, type Hint } from '@cardmill/contracts/wire';
import { createDatabase } from '@cardmill/db';
import { createRedis } from '@cardmill/server-kit';

import { machine } from './cardmill.ts';
import { createNotifierProcess, startServers, startWatchers } from './live.ts';
import { readingOf } from './reading.ts';
import { clock } from './watchers.ts';

// From the moment a worker sends a card's result to the database until 200 watchers have it.
//   npm run bench:latency
const WATCHERS = 200;
const CARDS = 600;
const A_SECOND = 20;
const FIELDS = ['komponist', 'titel', 'signatur', 'besetzung', 'verlag'];
const READING = readingOf(
  Object.fromEntries(
    FIELDS.map((key) => [
      key,
      { value: 'Bach, Johann Sebastian', confidence: 90, source: 'label', verdict: 'ok', words: [0, 1, 2] },
    ]),
  ),
);

const servers = await startServers();
const db = createDatabase(servers.databaseUrl);
const redis = createRedis(servers.redisUrl, 'publisher');
const notifier = await createNotifierProcess(servers.databaseUrl, servers.redisUrl);
const watchers = startWatchers(1);
try {
  await notifier.start();
  const batch = await makeDraft();
  const started = await db.start(batch);
  if (!started.ok) throw new Error(started.code);
  watchers.watch(
    notifier.url,
    Array.from({ length: WATCHERS }, () => ({ batch, since: started.seq })),
  );
  await watchers.until(WATCHERS, 30_000);

  const sentAt = new Map<number, number>();
  const begun = clock();
  for (let n = 0; n < CARDS; n += 1) {
    await sleep(Math.max(0, begun + (n * 1_000) / A_SECOND - clock()));
    const claim = await db.work.claimTurn('bench', 30_000, { rung: false });
    if (claim === null) throw new Error('no card to claim');
    if (claim.firstOfRun) hint({ batch, seq: claim.seq, kind: 'change' });
    const at = clock();
    const done = await db.work.succeed(claim, READING, 400);
    if (done === null) throw new Error('the card was taken away');
    hint({ batch, seq: done.seq, kind: 'outcome' });
    sentAt.set(done.seq, at);
  }
  await sleep(3_000);
  const { receipts, faults } = await watchers.report();
  const delays = [...sentAt]
    .flatMap(([seq, at]) => (receipts[seq] ?? []).map((had) => had - at))
    .sort((a, b) => a - b);
  const at = (share: number): string =>
    (delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? Number.NaN).toFixed(0);

  console.log(
    `${machine()}, ${WATCHERS} watchers of one batch, ${A_SECOND} cards/s for ${CARDS / A_SECOND} s\n`,
  );
  console.log(
    '| messages | missing | p50, ms | p95, ms | p99, ms | longest, ms |\n|---|---|---|---|---|---|',
  );
  const missing = WATCHERS * CARDS - delays.length + faults.length;
  console.log(`| ${[delays.length, missing, at(0.5), at(0.95), at(0.99), at(1)].join(' | ')} |`);
} finally {
  await watchers.close();
  await notifier.close();
  redis.disconnect();
  await db.close();
  await servers.close();
}

function hint(what: Hint): void {
  redis.publish(HINT_CHANNEL, encodeHint(what)).catch((error: unknown) => console.error(error));
}

async function makeDraft(): Promise<string> {
  const name = makeBatchName('Lade', new Date(), '00000000');
  const { id } = await db.createBatch(name, {
    title: 'Lade',
    station: '',
    fields: [],
    templateId: 'free-text',
    languages: ['deu'],
    options: {},
  });
  const file = await db.intendFile(id, 'lade.tif');
  const names = Array.from({ length: CARDS }, (_, n) => `${n + 1}.tif`);
  await db.acceptFile(file.id, { sha256: '0'.repeat(64), size: 1, mediaType: 'image/tiff' }, names);
  return name;
}
