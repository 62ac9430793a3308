import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';

import { tinyCards } from '../harness/cards.ts';
import { must, type Scenario } from '../harness/scenario.ts';
import { ended, startedBatch } from '../harness/submit.ts';

const LOCKED_MS = 14_000;
// A lock is waited for 10 s; the rest is the machine's.
const BOUND_MS = 40_000;

/** PostgreSQL is slow, has few connections to give, and somebody holds a lock on everything. */
export const postgresSlow: Scenario = {
  id: 'F10',
  title: 'PostgreSQL is slow, the pools are small, a table is locked',
  bench: { env: { DATABASE_POOL: '2' } },
  async run(bench) {
    const station = bench.station();
    await bench.links.postgres.set({ kind: 'slow', ms: 100, jitterMs: 100 });
    const slow = await startedBatch(bench, 'f10-slow', 20);
    must((await ended(bench, slow)) === 'completed', 'the slow batch did not complete');
    await bench.links.postgres.heal();

    const batch = await startedBatch(bench, 'f10-locked', 30);
    const next = await station.draft('F10 locked out');
    const files = await tinyCards('f10-out', 3);
    const holder = new pg.Client({ connectionString: bench.postgres.url() });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE cards, files IN ACCESS EXCLUSIVE MODE');
    const started = performance.now();
    const asked = station.client.uploadRaw({ batch: next }, files);
    await sleep(LOCKED_MS);
    await holder.query('ROLLBACK');
    await holder.end();
    const reply = await asked;
    const ms = Math.round(performance.now() - started);
    must(ms < BOUND_MS, `an upload waited ${ms} ms`);
    must(reply.status === 201 || reply.status === 503, `it was answered with ${reply.status}`);
    if (reply.status === 503) must(reply.headers.get('retry-after') !== null, '503 without Retry-After');
    await station.deliver(next, files);
    await station.insist(next, 'start');
    for (const name of [batch, next])
      must((await ended(bench, name)) === 'completed', `${name} did not complete`);
  },
};
