import { createHash, randomBytes } from 'node:crypto';

import { makeBatchName } from '@cardmill/contracts';
import { originalKey, SAMPLE_CHANNEL } from '@cardmill/contracts/wire';
import type { SampleSettings } from '@cardmill/db';
import { closeRedis, createLogger, createRedis } from '@cardmill/server-kit';
import { drawCard, runSql, truncatedCard, waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';
import { createFakeRecogniser, type FakeScript } from './engine/index.ts';
import { startHouse } from './house.suite.ts';
import { spawnWorker } from './spawned-worker.suite.ts';
import { startWorker } from './worker.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const SETTINGS: SampleSettings = { languages: ['deu'], options: {} };
const NEVER_MS = '60000';
let house: Awaited<ReturnType<typeof startHouse>>;
const left: { close(): unknown }[] = [];

beforeAll(async () => {
  house = await startHouse();
});
beforeEach(() => runSql(house.databaseUrl, 'DELETE FROM samples'));
afterEach(() => Promise.all(left.splice(0).map(async (each) => await each.close())));
afterAll(() => house.close());

/** A draft of these images: what is tried is not started. */
async function draftOf(images: Record<string, Buffer>) {
  const name = makeBatchName('Test', new Date(), randomBytes(4).toString('hex'));
  const setUp = { title: 'Test', station: '', fields: [], templateId: null, languages: ['deu'], options: {} };
  const { id } = await house.db.createBatch(name, setUp);
  for (const [filename, bytes] of Object.entries(images)) {
    const file = await house.db.intendFile(id, filename);
    await house.store.put(originalKey(id, file.id), bytes, { contentType: 'image/png' });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await house.db.acceptFile(file.id, { sha256, size: bytes.length, mediaType: 'image/png' }, [filename]);
  }
  const ids = (await house.db.listCards(id, 0, 100)).map((card) => card.id);
  return { name, id, ids };
}

const card = async (text: string) => (await drawCard({ lines: [text], width: 900, height: 300 })).data;

async function worker(script: FakeScript, more: Record<string, string> = {}): Promise<void> {
  const recogniser = createFakeRecogniser(script);
  left.push(await startWorker(workerConfig.parse(house.settings(more)), { logger, recogniser }));
}

const read = async (ids: readonly string[], settings = SETTINGS, timeoutMs = 30_000) => {
  await waitFor(async () => (await house.db.samples.open(ids, settings)) === 0, { timeoutMs });
  return await house.db.trialSamples(ids, settings);
};

describe('a sample', { timeout: 120_000 }, () => {
  it('is read by the real engine as the card would be, and the draft is not touched', async () => {
    const { name, id, ids } = await draftOf({
      'a.png': await card('Komponist: Bach'),
      'b.jpg': await truncatedCard(),
    });
    left.push(await startWorker(workerConfig.parse(house.settings()), { logger }));
    await house.db.samples.request(id, ids, SETTINGS);
    const [good, bad] = await read(ids, SETTINGS, 90_000);
    expect(good).toMatchObject({ state: 'read', image: { width: 900, height: 300 } });
    expect(good?.state === 'read' ? good.text.trim() : '').toBe('Komponist: Bach');
    expect(good?.state === 'read' ? good.words.length : 0).toBe(2);
    expect(bad).toMatchObject({ state: 'failed', error: { code: 'image_truncated' } });
    expect(await house.db.findBatch(name)).toMatchObject({ status: 'draft', run: 0 });
  });

  it('is read at once when somebody rings, without waiting for the next look', async () => {
    const { id, ids } = await draftOf({ 'a.png': await card('x') });
    // It has looked once and does not look again for a minute.
    await worker(() => ({ kind: 'read', lines: ['Bach'] }), { IDLE_POLL_MS: NEVER_MS });
    const redis = createRedis(house.redis.url, 'publisher');
    left.push({ close: () => closeRedis(redis) });
    await house.db.samples.request(id, ids, SETTINGS);
    await waitFor(async () => {
      await redis.publish(SAMPLE_CHANNEL, '');
      return (await house.db.samples.open(ids, SETTINGS)) === 0;
    });
  });

  it('is read also by a worker that hears no bell, with its own languages and options', async () => {
    const seen: unknown[] = [];
    await worker((_image, { languages, segmentation }) => {
      seen.push({ languages, segmentation });
      return { kind: 'read', lines: [] };
    });
    const { id, ids } = await draftOf({ 'a.png': await card('x') });
    const settings: SampleSettings = {
      languages: ['eng', 'deu'],
      options: { segmentation: 'sparse', secondLook: false },
    };
    await house.db.samples.request(id, ids, settings);
    await read(ids, settings);
    expect(seen[0]).toEqual({ languages: ['eng', 'deu'], segmentation: 'sparse' });
  });

  it('of a card that was not inspected yet comes in the size of its own image', async () => {
    const { id, ids } = await draftOf({ 'a.png': await card('x') });
    await house.db.samples.request(id, ids, SETTINGS);
    // The line is kept away from the card: it is in somebody else's hand.
    const other = await house.db.work.claim(ids[0] ?? '', 'other', 60_000);
    await worker(() => ({ kind: 'read', lines: ['x'] }));
    expect(await read(ids)).toMatchObject([{ state: 'read', image: { width: 900, height: 300 } }]);
    expect(
      await house.db.work.heartbeat({ cardId: ids[0] ?? '', attempt: other?.attempt ?? 0 }, 60_000),
    ).toBe(true);
    expect((await house.db.listCards(id, 0, 1))[0]?.inspectedAt).toBeNull();
  });

  it('that nobody can read for now is put back and says why', async () => {
    const { id, ids } = await draftOf({ 'a.png': await card('x') });
    await house.db.samples.request(id, ids, { ...SETTINGS, languages: ['lat'] });
    await worker(() => ({ kind: 'read', lines: [] }));
    await waitFor(async () => {
      const [sample] = await house.db.trialSamples(ids, { ...SETTINGS, languages: ['lat'] });
      return sample?.state === 'waiting' && sample.error?.code === 'model_missing';
    });
  });

  it('that ends its worker three times fails, and the others are read', async () => {
    const { id, ids } = await draftOf({ 'a.png': await card('x'), 'b.png': await card('y') });
    await house.db.samples.request(id, ids, SETTINGS);
    for (let death = 0; death < 3; death += 1) {
      const sample = await house.db.samples.claim('dead', 60_000);
      expect(sample?.cardId).toBe(ids[0]);
      await runSql(
        house.databaseUrl,
        "UPDATE samples SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL",
      );
    }
    await worker(() => ({ kind: 'read', lines: ['y'] }));
    expect(await read(ids)).toMatchObject([
      { state: 'failed', error: { code: 'worker_crash' } },
      { state: 'read', text: 'y' },
    ]);
  });

  it('of a worker that is killed is read by another when its lease is over', async () => {
    const { id, ids } = await draftOf({ 'a.png': await card('x') });
    await house.db.samples.request(id, ids, SETTINGS);
    const doomed = spawnWorker(house.settings({ FAKE_READING_MS: '600000', LEASE_MS: '1000' }));
    left.push({ close: () => doomed.kill('SIGKILL') });
    const inHand = async () =>
      (await runSql(house.databaseUrl, 'SELECT FROM samples WHERE attempt = 1')).rowCount;
    await waitFor(async () => (await inHand()) === 1, { timeoutMs: 60_000 });
    doomed.kill('SIGKILL');
    expect(await doomed.ended()).toBe('SIGKILL');
    await worker(() => ({ kind: 'read', lines: ['Bach'] }));
    expect(await read(ids)).toMatchObject([{ state: 'read', text: 'Bach' }]);
  });

  it('of a card that is deleted while it is read is let go of', async () => {
    const { id, name, ids } = await draftOf({ 'a.png': await card('x') });
    const begun: AbortSignal[] = [];
    await worker(
      (_image, { signal }) => {
        begun.push(signal);
        return { kind: 'hang' };
      },
      { LEASE_MS: '600' },
    );
    await house.db.samples.request(id, ids, SETTINGS);
    await waitFor(() => begun.length === 1);
    await house.db.removeCard(name, 'a.png');
    await waitFor(() => begun[0]?.aborted === true);
    expect(await house.db.trialSamples(ids, SETTINGS)).toEqual([]);
  });

  it('waits behind no drawer, and no drawer behind samples: they take turns', async () => {
    const order: string[] = [];
    const names = Array.from({ length: 6 }, (_, i) => `${i}.jpg`);
    const drawer = await house.batchOf(names);
    const { id, ids } = await draftOf(
      Object.fromEntries(await Promise.all(names.map(async (name) => [name, await card(name)] as const))),
    );
    // Inspected already: only readings are counted.
    for (const cardId of ids) {
      const held = await house.db.work.claim(cardId, 'test', 60_000);
      if (held !== null)
        await house.db.work.inspected(held, { width: 900, height: 300, orientation: 0, flags: [] }, true);
    }
    const english: SampleSettings = { ...SETTINGS, languages: ['eng'] };
    await house.db.samples.request(id, ids, english);
    await worker((_image, { languages }) => {
      order.push(languages[0] === 'eng' ? 'sample' : 'card');
      return { kind: 'read', lines: [], delayMs: 30 };
    });
    await house.ended(drawer.name);
    await read(ids, english);
    // However often a reading asks the engine. Were one of them first, there would be one turn only.
    const turns = order.filter((what, i) => what !== order[i - 1]).length;
    expect(turns).toBeGreaterThan(4);
  });
});
