import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { type Batch, type BatchSummary, hasEnded, type ResultRow } from '@cardmill/contracts';
import { waitFor } from '@cardmill/testkit';
import { expect } from 'vitest';

import { countersEqualRows, resultsAreTheWinners } from '../faults/invariants/cards.ts';
import { readRows } from '../faults/invariants/rows.ts';
import type { ModelBatch } from './model.ts';
import { FIELD } from './perform.ts';
import { drained, listCards, type Model, observe, type Real } from './run-state.ts';
import { textOf } from './scans.ts';
import type { BatchWatch } from './watch-batch.ts';

const DRAIN_MS = 45_000;
const WATCH_MS = 10_000;

/** Ends every trouble. */
export async function heal(model: Model, { world, watches }: Real): Promise<void> {
  world.hold.shut = false;
  model.house = { ...model.house, holdShut: false };
  for (const place of model.cutOff) await world.setCutOff(place, false);
  model.cutOff.clear();
  await world.redis.start();
  for (const watch of watches) watch.comeBack();
  model.batches = model.batches.map((batch) => ({
    ...batch,
    cards: new Map([...batch.cards].map(([name, card]) => [name, { ...card, pinned: false }])),
  }));
}

/** When all is at rest: what was acknowledged is there, once, and everybody says the same of it. */
export async function settle(model: Model, real: Real): Promise<void> {
  for (const [index, batch] of model.batches.entries()) {
    await drained(real, batch, DRAIN_MS);
    await observe(model, real, index);
  }
  expect(await real.world.db.line.recount()).toEqual([]);
  const listed = new Map<string, Batch>();
  for (const path of ['/api/v1/batches?limit=500', '/api/v1/batches/history?limit=500']) {
    const reply = await real.world.apis[1].request(path);
    for (const batch of ((await reply.json()) as { items: Batch[] }).items) listed.set(batch.name, batch);
  }
  for (const [index, batch] of model.batches.entries()) {
    const watch = real.watches[index];
    if (watch === undefined) throw new Error('a batch without a watcher');
    if (batch.phase === 'deleted') {
      expect(listed.has(batch.name)).toBe(false);
      expect((await real.world.apis[0].request(`/api/v1/batches/${batch.name}`)).status).toBe(404);
      expect(watch.faults()).toEqual([]);
      const { history } = real.world;
      const isGone = () => history.told(batch.name) === 'gone' && watch.knowsItIsGone();
      await waitFor(isGone, { timeoutMs: WATCH_MS, what: `the end of ${batch.name} on the pages` });
      continue;
    }
    await agrees(batch, real, watch, listed.get(batch.name));
  }
}

async function agrees(
  batch: ModelBatch,
  { world }: Real,
  watch: BatchWatch,
  listed: Batch | undefined,
): Promise<void> {
  const truth = await world.apis[1].batch(batch.name);
  const cards = await listCards(world, batch.name);
  const count = (state: string): number => cards.filter((card) => card.state === state).length;
  expect(truth).toMatchObject({
    run: batch.run,
    fileCount: batch.cards.size,
    counts: {
      ready: count('ready'),
      queued: 0,
      processing: 0,
      succeeded: count('succeeded'),
      failed: count('failed'),
      cancelled: count('cancelled'),
    },
  });
  expect(truth.status).toBe(statusOf(batch, count));
  expect(steady(listed)).toEqual(steady(truth));

  const rows = await world.apis[0].results(batch.name);
  const ended = cards.filter((card) => card.state !== 'ready');
  expect(rows.map((row) => [row.filename, row.status])).toEqual(
    ended.map((card) => [card.filename, card.state]),
  );
  for (const row of rows) {
    const scan = batch.cards.get(row.filename)?.scan ?? -1;
    // The text names the scan: one that came of an older scan, or of an attempt that was overtaken, would show.
    if (row.status === 'succeeded') expect([row.filename, row.text]).toEqual([row.filename, textOf(scan)]);
    // No reading takes a person's value away.
    const edit = row.fields[FIELD]?.edit?.value ?? null;
    expect([row.filename, edit]).toEqual([row.filename, batch.cards.get(row.filename)?.edit]);
  }
  const stored = await readRows(world.sql, batch.name);
  if (stored === null) throw new Error(`${batch.name} has no row`);
  expect([...resultsAreTheWinners(stored), ...countersEqualRows(stored)]).toEqual([]);
  await originalsAreThere(batch, world);
  await watcherAgrees(batch, truth, rows, watch);
  const late = world.watch(batch.name);
  try {
    await watcherAgrees(batch, truth, rows, late);
  } finally {
    late.close();
  }
  const summary = (): unknown => {
    const told = world.history.told(batch.name);
    return told === 'gone' || told === undefined ? told : summaryOf(told);
  };
  await waitFor(() => isDeepStrictEqual(summary(), summaryOf(truth)), { timeoutMs: WATCH_MS }).catch(() =>
    expect(summary(), 'the history page').toEqual(summaryOf(truth)),
  );
}

/** What the history page shows of a batch. */
const summaryOf = ({ name, status, run, fileCount, counts, progress }: BatchSummary) => {
  return { name, status, run, fileCount, counts, seq: progress.seq, waiting: progress.waiting };
};

function statusOf(batch: ModelBatch, count: (state: string) => number): string {
  if (batch.phase === 'draft') return 'draft';
  if (count('cancelled') > 0) return 'cancelled';
  return count('succeeded') === 0 ? 'failed' : 'completed';
}

const steady = (batch: Batch | undefined): unknown =>
  batch && { ...batch, progress: { ...batch.progress, workers: 0, etaSeconds: null, cardsPerMinute: null } };

async function originalsAreThere(batch: ModelBatch, world: Real['world']): Promise<void> {
  for (const { filename, scan } of batch.cards.values()) {
    const reply = await world.apis[0].request(`/batches-static/${batch.name}/${filename}?variant=original`);
    const sha256 = createHash('sha256')
      .update(Buffer.from(await reply.arrayBuffer()))
      .digest('hex');
    const expected = createHash('sha256')
      .update(world.scans[scan]?.bytes ?? '')
      .digest('hex');
    expect([filename, reply.status, sha256]).toEqual([filename, 200, expected]);
  }
}

async function watcherAgrees(
  batch: ModelBatch,
  truth: Batch,
  rows: readonly ResultRow[],
  watch: BatchWatch,
): Promise<void> {
  const knows = (): boolean => {
    const state = watch.state();
    const { progress } = state;
    if (progress === null || state.behind || state.seq !== truth.progress.seq) return false;
    if (batch.phase === 'started' && !hasEnded(state)) return false;
    return progress.status === truth.status && progress.total === truth.progress.total;
  };
  await waitFor(knows, { timeoutMs: WATCH_MS, what: `the watcher of ${batch.name}` }).catch(
    (cause: unknown) => {
      const said = { ...watch.state(), outcomes: watch.state().outcomes.size };
      throw new Error(`watcher at ${JSON.stringify(said)}, truth ${JSON.stringify(truth.progress)}`, {
        cause,
      });
    },
  );
  const { run, seq, succeeded, failed, cancelled, current, percentage } = truth.progress;
  const numbers = { run, seq, succeeded, failed, cancelled, current, percentage };
  expect(watch.state().progress).toMatchObject(numbers);
  for (const row of rows.filter((each) => each.status !== 'cancelled')) {
    const { cardId, status, error, filename } = row;
    expect(watch.state().outcomes.get(cardId)).toMatchObject({ seq: row.seq, status, filename, error });
  }
  expect(watch.faults()).toEqual([]);
}
