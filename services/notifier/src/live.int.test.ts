import { type BatchEvent, codedError, type SubscribeAck } from '@cardmill/contracts';
import { createDatabase, type Database } from '@cardmill/db';
import { createLogger } from '@cardmill/server-kit';
import { type FreshDatabase, freshDatabase, type FreshRedis, freshRedis, waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  type Client,
  type ClientSocket,
  connect,
  createClient,
  faultsOf,
  numbersMissing,
} from './client.suite.ts';
import { createHints, type Hints, makeBatch, workAll } from './fake-line.suite.ts';
import { notifierConfig, type RunningNotifier, startNotifier } from './index.ts';

const SILENT = { send: () => undefined };

describe('a watched batch', () => {
  let database: FreshDatabase;
  let redis: FreshRedis;
  let db: Database;
  let hints: Hints;
  let notifier: RunningNotifier;
  const open: { close: () => void }[] = [];

  beforeAll(async () => {
    [database, redis] = await Promise.all([freshDatabase(), freshRedis()]);
    db = createDatabase(database.url);
    hints = createHints(redis.url);
    notifier = await startNotifier(
      notifierConfig.parse({ DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: '0' }),
      { logger: createLogger({ service: 'notifier', level: 'silent' }) },
    );
  });

  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });

  afterAll(async () => {
    hints.close();
    await notifier.close();
    await db.close();
    await Promise.all([database.close(), redis.close()]);
  });

  /** A client that has its first reply, and every `batch` message it gets. */
  async function watchBatch(name: string): Promise<{ client: Client; summaries: BatchEvent[] }> {
    const client = createClient(name);
    open.push(client);
    const summaries: BatchEvent[] = [];
    client.visit(notifier.url).on('batch', (batch) => summaries.push(batch));
    await waitFor(() => client.watcher.state().progress !== null);
    return { client, summaries };
  }

  async function watchAll(): Promise<{ socket: ClientSocket; summaries: BatchEvent[] }> {
    const socket = connect(notifier.url);
    open.push({ close: () => socket.disconnect() });
    const summaries: BatchEvent[] = [];
    socket.on('batch', (batch) => summaries.push(batch));
    expect(await socket.timeout(5_000).emitWithAck('subscribeAll')).toEqual({ ok: true });
    return { socket, summaries };
  }

  async function start(name: string, tell: Pick<Hints, 'send'> = hints): Promise<void> {
    const started = await db.start(name);
    if (!started.ok) throw new Error(started.code);
    tell.send({ batch: name, seq: started.seq, kind: 'action' });
  }

  function expectAll(client: Client, last: number): void {
    expect(client.connections().flatMap(faultsOf)).toEqual([]);
    expect(numbersMissing(client, last)).toEqual([]);
    expect(client.watcher.state()).toMatchObject({ seq: last, behind: false });
  }

  it('ends on the screen within 3 s of its end when every hint is lost', async () => {
    const { name } = await makeBatch(db, 40);
    const { client } = await watchBatch(name);
    await start(name, SILENT);
    await workAll({ db, hints: SILENT });
    await waitFor(() => client.ended(), { timeoutMs: 3_000 });
    expect(client.watcher.state().progress).toMatchObject({
      status: 'completed',
      percentage: 100,
      current: 40,
    });
    expectAll(client, 41);
  });

  it('is cancelled midway: what was read stays, the end comes at once', async () => {
    const { name } = await makeBatch(db, 60);
    const { client } = await watchBatch(name);
    await start(name);
    let taken = 0;
    await workAll({
      db,
      hints,
      pace: async () => {
        taken += 1;
        if (taken !== 25) return;
        const cancelled = await db.cancel(name, null);
        if (cancelled.ok) hints.send({ batch: name, seq: cancelled.seq, kind: 'action' });
      },
    });
    await waitFor(() => client.ended());
    const truth = await db.findBatch(name);
    const { progress, outcomes } = client.watcher.state();
    expect(progress).toMatchObject({ status: 'cancelled', percentage: 100, current: 60 });
    expect(progress).toMatchObject({
      succeeded: truth?.counts.succeeded,
      cancelled: truth?.counts.cancelled,
    });
    expect(outcomes.size).toBe(truth?.counts.succeeded);
    expectAll(client, truth?.progress.seq ?? 0);
  });

  it('reads the failed again in a new run, over the same numbers', async () => {
    const { name, id } = await makeBatch(db, 30);
    const { client } = await watchBatch(name);
    await start(name);
    await workAll({ db, hints, ending: (filename) => (filename.includes('5') ? 'failed' : 'succeeded') });
    await waitFor(() => client.ended());
    const first = client.watcher.state().progress;
    expect(first).toMatchObject({ status: 'completed', run: 1, failed: 3 });
    const retried = await db.requeue(name, 'retry', null, null);
    if (!retried.ok) throw new Error(retried.code);
    hints.send({ batch: name, seq: retried.seq, kind: 'action' });
    await waitFor(() => client.watcher.state().seq === retried.seq);
    expect(client.watcher.state().progress).toMatchObject({ run: 2, status: 'queued', failed: 0 });
    await workAll({ db, hints });
    await waitFor(() => client.ended());
    expect(client.watcher.state().progress).toMatchObject({ status: 'completed', run: 2, succeeded: 30 });
    const outcomes = await db.line.outcomes(id, 0, 100);
    expect(client.watcher.state().outcomes).toEqual(new Map(outcomes.map((one) => [one.cardId, one])));
    expectAll(client, 35);
  });

  it('leaves no number out that a retry took back before it was read', async () => {
    const { name } = await makeBatch(db, 2);
    const { client } = await watchBatch(name);
    await start(name, SILENT);
    await workAll({ db, hints: SILENT, ending: () => 'failed' });
    const retried = await db.requeue(name, 'retry', null, null);
    expect(retried).toMatchObject({ ok: true, seq: 4 });
    await workAll({ db, hints: SILENT });
    hints.send({ batch: name, seq: 6, kind: 'outcome' });
    await waitFor(() => client.ended());
    expectAll(client, 6);
  });

  it('ends failed at the start when no card passed its inspection', async () => {
    const { name } = await makeBatch(db, 3);
    const { client } = await watchBatch(name);
    await workAll({ db, hints, ending: () => 'failed' });
    await waitFor(() => client.watcher.state().seq === 3);
    expect(client.watcher.state().progress).toMatchObject({ status: 'draft', failed: 3 });
    await start(name);
    await waitFor(() => client.ended());
    expect(client.watcher.state().progress).toMatchObject({
      status: 'failed',
      percentage: 100,
      total: 3,
      failed: 3,
    });
    expectAll(client, 4);
    const late = await watchBatch(name);
    expect(late.client.ended()).toBe(true);
    expect(late.client.watcher.state().outcomes.size).toBe(3);
  });

  it('says what changes without a number: files, the first claim, what it waits for, workers', async () => {
    const { name } = await makeBatch(db, 2);
    const { client, summaries } = await watchBatch(name);
    const file = await db.intendFile((await db.findBatchKey(name))?.id ?? '', 'late.jpg');
    await db.acceptFile(file.id, { sha256: 'ab'.repeat(32), size: 1, mediaType: 'image/jpeg' }, ['late.jpg']);
    hints.send({ batch: name, seq: 0, kind: 'change' });
    await waitFor(() => summaries.length === 1);
    expect(summaries[0]).toMatchObject({ name, fileCount: 3, status: 'draft' });

    await start(name);
    await waitFor(() => client.watcher.state().seq === 1);
    const claim = await db.work.claimTurn('fake', 30_000, { rung: false });
    if (claim === null) throw new Error('not claimed');
    hints.send({ batch: name, seq: 1, kind: 'change' });
    await waitFor(() => client.watcher.state().progress?.status === 'running');
    await db.work.release(claim, 0, 'storage_unavailable');
    hints.send({ batch: name, seq: 1, kind: 'change' });
    await waitFor(() => client.watcher.state().progress?.waiting === 'storage_unavailable');

    await db.work.workerHeartbeat('fake', ['deu']);
    await waitFor(() => client.watcher.state().progress?.workers === 1, { timeoutMs: 3_000 });
    expect(client.watcher.state()).toMatchObject({ seq: 1, behind: false });
    await workAll({ db, hints });
    await waitFor(() => client.ended());
    expectAll(client, 4);
  });

  it('is gone for everybody when it is deleted, with and without a hint', async () => {
    for (const tell of [hints, SILENT]) {
      const { name } = await makeBatch(db, 1);
      const { client, summaries } = await watchBatch(name);
      const all = await watchAll();
      const deleted = await db.deleteBatch(name);
      tell.send({ batch: name, seq: deleted?.seq ?? 0, kind: 'gone' });
      const gone = { name, deleted: true };
      await waitFor(() => client.watcher.state().gone && all.summaries.length > 0, { timeoutMs: 5_000 });
      await waitFor(() => all.summaries.some((batch) => batch.name === name && 'deleted' in batch));
      expect(summaries).toEqual([gone]);
      expect(await all.socket.timeout(5_000).emitWithAck('subscribe', { batch: name })).toMatchObject({
        ok: false,
        problem: { code: 'batch_not_found', status: 404 },
      });
    }
  });

  it('tells who sets up a draft that somebody else changed it, whatever of it', async () => {
    const { name } = await makeBatch(db, 1);
    const { summaries } = await watchBatch(name);
    const changed = async (version: number): Promise<void> => {
      hints.send({ batch: name, seq: 0, kind: 'change' });
      await waitFor(() => summaries.some((batch) => 'version' in batch && batch.version === version), {
        timeoutMs: 5_000,
      });
    };
    await db.patchBatch(name, { languages: ['eng'] }, null);
    await changed(2);
    await db.patchBatch(name, { options: { secondLook: false } }, null);
    await changed(3);
  });

  it('shows changed batches to who watches all, also when hints are lost', async () => {
    const { summaries } = await watchAll();
    const { name } = await makeBatch(db, 3);
    await waitFor(() => summaries.some((batch) => batch.name === name), { timeoutMs: 5_000 });
    await start(name, SILENT);
    await workAll({ db, hints: SILENT });
    const last = (): BatchEvent | undefined => summaries.findLast((batch) => batch.name === name);
    await waitFor(() => 'status' in (last() ?? {}) && last(), { timeoutMs: 5_000 });
    await waitFor(() => JSON.stringify(last()).includes('"completed"'), { timeoutMs: 5_000 });
    expect(last()).toMatchObject({ counts: { succeeded: 3 }, progress: { seq: 4, percentage: 100 } });
    expect(last()).not.toHaveProperty('id');
    expect(last()).not.toHaveProperty('fields');
  });

  it('replays from a number, nothing without one, and nothing twice', async () => {
    const { name } = await makeBatch(db, 6);
    await start(name);
    await workAll({ db, hints });
    const socket = connect(notifier.url);
    open.push({ close: () => socket.disconnect() });
    const ask = (since: { since?: number }): Promise<SubscribeAck> =>
      socket.timeout(5_000).emitWithAck('subscribe', { batch: name, ...since });
    const seqs = async (since: { since?: number }): Promise<number[] | string> => {
      const reply = await ask(since);
      return reply.ok ? reply.missed.map((outcome) => outcome.seq) : reply.problem.code;
    };
    expect(await seqs({})).toEqual([]);
    expect(await seqs({ since: 0 })).toEqual([2, 3, 4, 5, 6, 7]);
    expect(await seqs({ since: 5 })).toEqual([6, 7]);
    expect(await seqs({ since: 7 })).toEqual([]);
    expect(await seqs({ since: 99 })).toEqual([]);
  });

  it('leaves a room that was left, even while it was being joined', async () => {
    const { name } = await makeBatch(db, 2);
    const { client: other } = await watchBatch(name);
    const socket = connect(notifier.url);
    open.push({ close: () => socket.disconnect() });
    const heard: string[] = [];
    socket.onAny((event: string) => heard.push(event));
    const reply = socket.timeout(5_000).emitWithAck('subscribe', { batch: name });
    socket.emit('unsubscribe', { batch: name });
    expect(await reply).toMatchObject({ ok: true });
    await start(name);
    await workAll({ db, hints });
    await waitFor(() => other.ended());
    expect(heard).toEqual([]);
  });

  it('numbers a card that fails without words of the card in the log or the message', async () => {
    const { name } = await makeBatch(db, 1);
    const { client } = await watchBatch(name);
    await start(name);
    await workAll({ db, hints, ending: () => 'failed' });
    await waitFor(() => client.ended());
    const [outcome] = client.watcher.state().outcomes.values();
    expect(outcome).toMatchObject({
      status: 'failed',
      confidence: null,
      fields: null,
      error: codedError('ocr_failed'),
    });
    expect(outcome).not.toHaveProperty('text');
  });
});
