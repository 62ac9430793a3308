import { runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { deleteAbandonedDrafts } from './drafts.ts';
import { recount } from './repairs.ts';
import { house, READING } from './sweep.suite.ts';
import { createSweeper } from './sweeper.ts';

let at: Awaited<ReturnType<typeof house>>;
beforeAll(async () => {
  at = await house();
});
afterAll(() => at.close());

/** Two sweepers at the same moment, each in a process of its own: what they counted together. */
async function twoRecount() {
  const two = [at.sweeper(), at.sweeper()];
  await Promise.all(two.map(recount));
  const values = await Promise.all(two.map((each) => each.metrics.repairs.get()));
  return values.flatMap((each) => each.values.map(({ labels, value }) => [labels['kind'], value]));
}

describe('counting again', () => {
  it('finds nothing to mend', async () => {
    const { id, name } = await at.batch(3);
    await at.db.start(name);
    const [card] = await at.db.listCards(id, 0, 1);
    const claim = await at.db.work.claim(card?.id ?? '', 'test', 30_000);
    if (claim !== null) await at.db.work.succeed(claim, READING, 1);
    expect(await twoRecount()).toEqual([]);
  });

  it('mends a counter once, however many sweepers look', async () => {
    const { name } = await at.batch(3);
    await at.db.start(name);
    await runSql(at.url, `UPDATE batches SET n_queued = 7, n_failed = 1 WHERE name = '${name}'`);
    expect(await twoRecount()).toEqual([['counters', 1]]);
    expect(await at.db.findBatch(name)).toMatchObject({ status: 'queued', counts: { queued: 3, failed: 0 } });
    expect(await twoRecount()).toEqual([]);
  });

  it('ends a batch whose end was missed, and tells those who watch', async () => {
    const { id, name } = await at.batch(1);
    await at.db.start(name);
    const [card] = await at.db.listCards(id, 0, 1);
    const claim = await at.db.work.claim(card?.id ?? '', 'test', 30_000);
    if (claim !== null) await at.db.work.succeed(claim, READING, 1);
    await runSql(at.url, `UPDATE batches SET status = 'running', finished_at = NULL WHERE id = '${id}'`);
    const sweeper = at.sweeper();
    await recount(sweeper);
    expect(sweeper.hinted).toEqual([`change ${name}`]);
    expect(await at.db.findBatch(name)).toMatchObject({
      status: 'completed',
      finishedAt: expect.any(String),
    });
    expect((await sweeper.metrics.repairs.get()).values).toMatchObject([
      { labels: { kind: 'batch_end' }, value: 1 },
    ]);
  });
});

describe('abandoned drafts', () => {
  const age = (name: string) =>
    runSql(at.url, `UPDATE batches SET updated_at = updated_at - interval '31 days' WHERE name = '${name}'`);

  it('are deleted once, others and started batches are not; 0 days keeps all', async () => {
    const [old, fresh, started] = [await at.batch(), await at.batch(), await at.batch()];
    await at.db.start(started.name);
    for (const { name } of [old, started]) await age(name);
    await deleteAbandonedDrafts({ ...at.deps, draftDays: 0 });
    expect(await at.db.findBatch(old.name)).not.toBeNull();
    const two = [at.sweeper(), at.sweeper()];
    await Promise.all(two.map(deleteAbandonedDrafts));
    expect(two.flatMap((each) => each.hinted)).toEqual([`gone ${old.name}`]);
    expect(await at.db.findBatch(old.name)).toBeNull();
    for (const { name } of [fresh, started]) expect(await at.db.findBatch(name)).not.toBeNull();
  });

  it('that somebody starts between the look and the deletion stay', async () => {
    const { name } = await at.batch();
    await age(name);
    const abandonedDrafts: typeof at.db.sweep.abandonedDrafts = async (...args) => {
      const found = await at.db.sweep.abandonedDrafts(...args);
      expect(found).toContain(name);
      await at.db.start(name);
      return found;
    };
    const sweep = { ...at.db.sweep, abandonedDrafts };
    await deleteAbandonedDrafts({ ...at.deps, db: { ...at.db, sweep } });
    expect(await at.db.findBatch(name)).toMatchObject({ status: 'queued' });
  });
});

it('closes at once, also twice', async () => {
  const sweeper = createSweeper(at.deps);
  await Promise.all([sweeper.close(), sweeper.close()]);
});
