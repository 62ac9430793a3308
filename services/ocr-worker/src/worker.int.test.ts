import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { completeFields, makeBatchName } from '@cardmill/contracts';
import { encodeHint, HINT_CHANNEL, originalKey, QUEUES, thumbnailKey } from '@cardmill/contracts/wire';
import { createDatabase, type Database } from '@cardmill/db';
import { closeRedis, createLogger, createRedis } from '@cardmill/server-kit';
import { createStore, type ObjectStore, StorageUnavailable } from '@cardmill/storage';
import {
  blankCard,
  drawCard,
  freshDatabase,
  freshRedis,
  multiPageTiff,
  truncatedCard,
  waitFor,
} from '@cardmill/testkit';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';
import { createFakeRecogniser, type FakeScript, type Recogniser } from './engine/index.ts';
import { CardError } from './imaging/index.ts';
import { startWorker } from './worker.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
let database: Awaited<ReturnType<typeof freshDatabase>>;
let redis: Awaited<ReturnType<typeof freshRedis>>;
let dir: string;
let db: Database;
let store: ObjectStore;

beforeAll(async () => {
  [database, redis, dir] = await Promise.all([
    freshDatabase(),
    freshRedis(),
    mkdtemp(join(tmpdir(), 'cardmill-')),
  ]);
  db = createDatabase(database.url);
  store = createStore(`file://${dir}`);
});
afterAll(async () => {
  await Promise.all([db.close(), store.close()]);
  await Promise.all([database.close(), redis.close(), rm(dir, { recursive: true, force: true })]);
});

const settings = (more: Record<string, string> = {}) =>
  workerConfig.parse({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    STORE: `file://${dir}`,
    WORKER_ID: `test-${randomBytes(4).toString('hex')}`,
    IDLE_POLL_MS: '100',
    ...more,
  });

async function withWorker<T>(
  use: () => Promise<T>,
  overrides: { recogniser?: Recogniser; config?: Record<string, string> } = {},
): Promise<T> {
  const { recogniser, config } = overrides;
  const worker = await startWorker(settings(config), {
    logger,
    ...(recogniser === undefined ? {} : { recogniser }),
  });
  try {
    return await use();
  } finally {
    expect((await worker.close()).failed).toEqual([]);
  }
}

const reads = (script: FakeScript): Recogniser => createFakeRecogniser(script);

async function draft(files: readonly { filename: string; bytes: Buffer; pages?: number }[]) {
  const name = makeBatchName('Test', new Date(), randomBytes(4).toString('hex'));
  const fields = completeFields([{ label: 'Komponist' }, { label: 'Signatur' }]);
  const { id } = await db.createBatch(name, {
    title: 'Test',
    station: '',
    fields,
    templateId: null,
    languages: ['deu'],
    options: {},
  });
  for (const { filename, bytes, pages = 1 } of files) {
    const file = await db.intendFile(id, filename);
    await store.put(originalKey(id, file.id), bytes, { contentType: 'image/png' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const names = Array.from({ length: pages }, (_, i) => (pages === 1 ? filename : `${filename}.p${i + 1}`));
    await db.acceptFile(file.id, { sha256, size: bytes.length, mediaType: 'image/png' }, names);
  }
  return { name, id };
}

const ended = (name: string, timeoutMs = 30_000) =>
  waitFor(
    async () => {
      const batch = await db.findBatch(name);
      return batch?.finishedAt === null ? undefined : (batch ?? undefined);
    },
    { timeoutMs },
  );

describe('reading', () => {
  it('reads a real card with its fields and words; a bad one beside it fails alone', async () => {
    const good = await drawCard({ lines: ['Komponist: Bach', 'Signatur: Spez.12.345'] });
    const { id, name } = await draft([
      { filename: 'a.png', bytes: good.data },
      { filename: 'b.jpg', bytes: await truncatedCard() },
      {
        filename: 'c.tif',
        bytes: await multiPageTiff([{ lines: ['Seite eins'] }, { lines: ['Seite zwei'] }]),
        pages: 2,
      },
    ]);
    await db.start(name);
    const batch = await withWorker(() => ended(name, 60_000));
    expect(batch).toMatchObject({
      status: 'completed',
      counts: { succeeded: 3, failed: 1 },
      progress: { seq: 5 },
    });
    const rows = await db.readResults(id, { words: true }, 10);
    expect(rows[0]).toMatchObject({
      status: 'succeeded',
      fields: { komponist: { value: 'Bach', source: 'label' }, signatur: { value: 'Spez.12.345' } },
    });
    expect(rows[0]?.words?.length).toBeGreaterThan(3);
    expect(rows[1]).toMatchObject({ status: 'failed', error: { code: 'image_truncated' }, text: null });
    expect(rows.slice(2).map((row) => row.text?.trim())).toEqual(['Seite eins', 'Seite zwei']);
  });

  it('inspects a draft’s cards before anybody starts it', async () => {
    const { id, name } = await draft([{ filename: 'blank.jpg', bytes: await blankCard() }]);
    const [card] = await withWorker(
      () =>
        waitFor(async () => {
          const cards = await db.listCards(id, 0, 1);
          return cards[0]?.inspectedAt ? cards : undefined;
        }),
      { recogniser: reads(() => ({ kind: 'read', lines: ['read'] })) },
    );
    expect(card).toMatchObject({ state: 'ready', flags: ['blank'] });
    const images = await db.findCardImages(name, 'blank.jpg');
    if (images === null) throw new Error('no card');
    expect(await store.head(thumbnailKey(images))).not.toBeNull();
  });

  it('answers the doorbell, and drops what it cannot use', async () => {
    const { name } = await draft([{ filename: 'a.jpg', bytes: await blankCard() }]);
    const connection = createRedis(redis.url, 'queue');
    const queue = new Queue(QUEUES.card.name, { connection });
    try {
      // No idle poll within the test: only the bell can bring the card.
      await withWorker(
        async () => {
          await db.start(name);
          await queue.add('card', { v: 99, nonsense: true });
          await queue.add('card', { v: 1, cardId: '00000000-0000-7000-8000-000000000000' });
          for (const { cardId } of await db.line.dispatch(10, 0)) await queue.add('card', { v: 1, cardId });
          expect((await ended(name)).status).toBe('completed');
        },
        { recogniser: reads(() => ({ kind: 'read', lines: ['read'] })), config: { IDLE_POLL_MS: '60000' } },
      );
    } finally {
      await queue.close();
      await closeRedis(connection);
    }
  });
});

describe('when things go wrong', () => {
  it('fails a card the engine cannot read or does not finish, and goes on', async () => {
    const bytes = await blankCard();
    const files = ['a.jpg', 'b.jpg', 'c.jpg'].map((filename) => ({ filename, bytes }));
    const { id, name } = await draft(files);
    await db.start(name);
    const recogniser = reads((_image, _options, call) => {
      if (call === 0) return { kind: 'fail', error: new CardError('ocr_failed', 'no') };
      return call === 1 ? { kind: 'hang' } : { kind: 'read', lines: ['Komponist: Bach'] };
    });
    await withWorker(() => ended(name), { recogniser, config: { CARD_DEADLINE_MS: '4000' } });
    const rows = await db.readResults(id, {}, 10);
    expect(rows.map((row) => row.error?.code ?? row.status)).toEqual([
      'ocr_failed',
      'ocr_timeout',
      'succeeded',
    ]);
  });

  it('lets go of the card in hand as soon as the batch is cancelled, and reads the next batch', async () => {
    const bytes = await blankCard();
    const cancelled = await draft([{ filename: 'a.jpg', bytes }]);
    await db.start(cancelled.name);
    const recogniser = createFakeRecogniser((_image, _options, call) =>
      call === 0 ? { kind: 'hang' } : { kind: 'read', lines: ['read'] },
    );
    const publisher = createRedis(redis.url, 'publisher');
    try {
      await withWorker(
        async () => {
          await waitFor(() => recogniser.calls() === 1);
          const outcome = await db.cancel(cancelled.name, null);
          const next = await draft([{ filename: 'b.jpg', bytes }]);
          await db.start(next.name);
          await publisher.publish(
            HINT_CHANNEL,
            encodeHint({ batch: cancelled.name, seq: outcome.ok ? outcome.seq : 0, kind: 'action' }),
          );
          expect((await ended(next.name, 10_000)).status).toBe('completed');
        },
        // No heartbeat within the test: only the hint can say it.
        { recogniser, config: { LEASE_MS: '180000' } },
      );
      expect(await db.findBatch(cancelled.name)).toMatchObject({ status: 'cancelled', progress: { seq: 2 } });
    } finally {
      await closeRedis(publisher);
    }
  });

  it('hands the card in hand back when it is stopped, and nothing is counted against it', async () => {
    const { name } = await draft([{ filename: 'a.jpg', bytes: await blankCard() }]);
    await db.start(name);
    await withWorker(
      () => waitFor(async () => (await db.findBatch(name))?.counts.processing === 1 || undefined),
      { recogniser: reads(() => ({ kind: 'hang' })) },
    );
    expect((await db.findBatch(name))?.counts).toMatchObject({ queued: 1, processing: 0 });
    await withWorker(() => ended(name), { recogniser: reads(() => ({ kind: 'read', lines: ['read'] })) });
    const [row] = await db.readResults((await db.findBatch(name))?.id ?? '', {}, 1);
    expect(row).toMatchObject({ status: 'succeeded' });
  });

  it('waits out storage that is away, visibly, and costs no card anything', async () => {
    const { name } = await draft([{ filename: 'a.jpg', bytes: await blankCard() }]);
    await db.start(name);
    const recogniser = reads((_image, _options, call) =>
      call < 2 ? { kind: 'fail', error: new StorageUnavailable('away') } : { kind: 'read', lines: ['read'] },
    );
    await withWorker(
      async () => {
        await waitFor(
          async () => (await db.findBatch(name))?.progress.waiting === 'storage_unavailable' || undefined,
        );
        expect(await ended(name)).toMatchObject({ status: 'completed', progress: { waiting: null } });
      },
      { recogniser },
    );
  });

  it('stops a batch for a model that is not there, and says so', async () => {
    const { name } = await draft([{ filename: 'a.jpg', bytes: await blankCard() }]);
    await db.start(name);
    await withWorker(() => ended(name), {
      recogniser: createFakeRecogniser(() => ({ kind: 'read', lines: ['read'] }), ['lat']),
    });
    expect(await db.findBatch(name)).toMatchObject({
      status: 'failed',
      counts: { cancelled: 1 },
      progress: { error: { code: 'model_missing' } },
    });
    expect(await db.requeue(name, 'resume', null, null)).toMatchObject({ ok: true, changed: 1 });
    await db.deleteBatch(name);
  });
});
