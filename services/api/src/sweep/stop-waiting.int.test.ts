import { runSql, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { advice, stopWaiting } from './stop-waiting.ts';
import { house, READING } from './sweep.suite.ts';

let at: Awaited<ReturnType<typeof house>>;
beforeAll(async () => {
  at = await house();
});
afterAll(() => at.close());

const CAUSE = 'storage_unavailable';
const PATIENT = 3_600_000;

async function cardOf(batchId: string) {
  const [card] = await at.db.listCards(batchId, 0, 1);
  if (card === undefined) throw new Error('the batch has no card');
  return card.id;
}

/** A worker takes the card and meets trouble that passes. */
async function report(batchId: string, cause = CAUSE): Promise<void> {
  const cardId = await cardOf(batchId);
  const claim = await waitFor(() => at.db.work.claim(cardId, 'test', 30_000));
  await at.db.work.release(claim, 0, cause);
}

async function started(pages = 1) {
  const batch = await at.batch(pages);
  await at.db.start(batch.name);
  return batch;
}

const waits = async (name: string) => {
  const { rows } = await runSql(
    at.url,
    `SELECT waiting, waiting_since AS since, waiting_at AS last FROM batches WHERE name = '${name}'`,
  );
  return rows[0];
};

/** Moves what was reported so far into the past. */
const age = (name: string, minutes: number) =>
  runSql(
    at.url,
    `UPDATE batches SET waiting_since = waiting_since - interval '${minutes} minutes',
       waiting_at = waiting_at - interval '${minutes} minutes' WHERE name = '${name}'`,
  );

describe('waiting', () => {
  it('begins with a cause, goes on with the same and begins anew with another', async () => {
    const { id, name } = await started();
    expect(await waits(name)).toEqual({ waiting: null, since: null, last: null });
    await report(id);
    await age(name, 3);
    const first = await waits(name);
    await report(id);
    const second = await waits(name);
    expect(second).toMatchObject({ waiting: CAUSE, since: first.since });
    expect(second.last - second.since).toBeGreaterThanOrEqual(3 * 60_000);
    await report(id, 'engine_unavailable');
    const other = await waits(name);
    expect(other.waiting).toBe('engine_unavailable');
    expect(other.since).toEqual(other.last);
  });

  it('does not go on while nobody tries: workers that were away are no wait', async () => {
    const { id, name } = await started();
    await report(id);
    await age(name, 60);
    expect(await at.db.sweep.waitedOut(600_000, 100)).not.toContainEqual({ batch: name, cause: CAUSE });
    await report(id);
    const { since, last } = await waits(name);
    expect(last).toEqual(since);
  });

  it.each(['success', 'cancel', 'inspection'] as const)('ends with a %s', async (end) => {
    const { id, name } = await started();
    await report(id);
    const claim = await waitFor(async () => at.db.work.claim(await cardOf(id), 'test', 30_000));
    if (end === 'success') await at.db.work.succeed(claim, READING, 1);
    if (end === 'cancel') await at.db.cancel(name, null);
    if (end === 'inspection') await at.db.work.inspected(claim, { width: 1, height: 1, flags: [] }, false);
    expect(await waits(name)).toEqual({ waiting: null, since: null, last: null });
  });

  it('ends with the start of a draft, and with the end of the batch', async () => {
    const draft = await at.batch();
    await report(draft.id);
    await at.db.start(draft.name);
    expect(await waits(draft.name)).toMatchObject({ waiting: null });
    await report(draft.id);
    const claim = await waitFor(async () => at.db.work.claim(await cardOf(draft.id), 'test', 30_000));
    await at.db.work.fail(claim, { code: 'image_corrupt', message: 'damaged' }, 1);
    expect(await waits(draft.name)).toMatchObject({ waiting: null });
  });

  it('for the engine does not end with an inspection, which does not ask it', async () => {
    const { id, name } = await started();
    await report(id, 'engine_unavailable');
    const claim = await waitFor(async () => at.db.work.claim(await cardOf(id), 'test', 30_000));
    await at.db.work.inspected(claim, { width: 1, height: 1, flags: [] }, false);
    expect(await waits(name)).toMatchObject({ waiting: 'engine_unavailable' });
  });
});

describe('stopping', () => {
  it('ends a batch that waited too long, says why and what to do, and costs no card anything', async () => {
    const { id, name } = await started(3);
    await report(id);
    const patient = at.sweeper({ stopAfterMs: PATIENT });
    await stopWaiting(patient);
    expect(await at.db.findBatch(name)).toMatchObject({ status: 'running' });

    const sweepers = [at.sweeper(), at.sweeper()];
    await Promise.all(sweepers.map(stopWaiting));
    expect(sweepers.flatMap((each) => each.hinted).filter((hint) => hint.endsWith(name))).toEqual([
      `action ${name}`,
    ]);
    expect(await at.db.findBatch(name)).toMatchObject({
      status: 'failed',
      counts: { cancelled: 3, failed: 0 },
      progress: { waiting: null, error: { code: CAUSE, message: advice(CAUSE, 0) } },
    });
    const { rows } = await runSql(
      at.url,
      `SELECT max(crash_count) AS crashes FROM cards WHERE batch_id = '${id}'`,
    );
    expect(rows).toEqual([{ crashes: 0 }]);
    const { rows: actions } = await runSql(
      at.url,
      `SELECT kind FROM actions WHERE batch_id = '${id}' ORDER BY seq`,
    );
    expect(actions.map((action) => action.kind)).toEqual(['start', 'stop']);
  });

  it('is undone by resume', async () => {
    const { id, name } = await started();
    await report(id);
    await stopWaiting(at.deps);
    expect(await at.db.requeue(name, 'resume', 1, null)).toMatchObject({ ok: true, changed: 1 });
    expect(await at.db.findBatch(name)).toMatchObject({
      status: 'queued',
      progress: { error: null, waiting: null },
    });
    const claim = await waitFor(async () => at.db.work.claim(await cardOf(id), 'test', 30_000));
    expect(claim.crashCount).toBe(0);
    await at.db.work.succeed(claim, READING, 1);
    expect(await at.db.findBatch(name)).toMatchObject({ status: 'completed' });
  });

  it('never hits a draft', async () => {
    const { id, name } = await at.batch();
    await report(id);
    await stopWaiting(at.deps);
    expect(await at.db.sweep.stopWaiting(name, CAUSE, 0, 'no')).toMatchObject({ ok: false });
    expect(await at.db.findBatch(name)).toMatchObject({ status: 'draft', progress: { waiting: CAUSE } });
  });

  it('is prevented by a success that commits between the look and the stop', async () => {
    const { id, name } = await started(2);
    await report(id);
    const deps = at.sweeper();
    const waitedOut: typeof deps.db.sweep.waitedOut = async (...args) => {
      const found = await deps.db.sweep.waitedOut(...args);
      expect(found).toContainEqual({ batch: name, cause: CAUSE });
      const claim = await waitFor(async () => at.db.work.claim(await cardOf(id), 'test', 30_000));
      await at.db.work.succeed(claim, READING, 1);
      return found;
    };
    await stopWaiting({ ...deps, db: { ...deps.db, sweep: { ...deps.db.sweep, waitedOut } } });
    expect(await at.db.findBatch(name)).toMatchObject({
      status: 'running',
      counts: { succeeded: 1, queued: 1 },
      progress: { error: null },
    });
  });

  it('says the time as people do', () => {
    expect(advice('storage_unavailable', 600_000)).toContain('for 10 minutes. Check');
    expect(advice('engine_unavailable', 60_000)).toContain('for a minute');
    for (const cause of ['database_unavailable', 'storage_full', 'of a newer version'])
      expect(advice(cause, 600_000)).toMatch(/10 minutes.*then resume\.$/);
  });
});
