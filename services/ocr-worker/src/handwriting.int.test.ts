import { createHash, randomBytes } from 'node:crypto';

import { makeBatchName, type ReadingOptions } from '@cardmill/contracts';
import { originalKey } from '@cardmill/contracts/wire';
import { createLogger } from '@cardmill/server-kit';
import { drawCard, runSql, waitFor } from '@cardmill/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';
import { type StubAnswer, startVisionStub, type VisionStub } from './engine/vision/stub.suite.ts';
import { startHouse } from './house.suite.ts';
import { startWorker } from './worker.ts';

const KEY = 'sk-very-secret';
const logs: string[] = [];
const logger = createLogger({
  service: 'test',
  level: 'debug',
  destination: { write: (line: string) => void logs.push(line) },
});
let house: Awaited<ReturnType<typeof startHouse>>;
let card: Buffer;
let stub: VisionStub | undefined;
let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
beforeAll(async () => {
  house = await startHouse();
  card = (await drawCard({ lines: ['Absender: Bach', 'Wien den 3. Mai'], width: 1_200 })).data;
});
afterEach(async () => {
  await worker?.close();
  await stub?.close();
  [worker, stub] = [undefined, undefined];
});
afterAll(async () => {
  await house.close();
});

/** A worker with an endpoint that answers like this. */
async function workerBefore(onCard: (call: number) => StubAnswer): Promise<VisionStub> {
  stub = await startVisionStub(({ call }) => onCard(call));
  const vision = { VISION_URL: stub.url, VISION_MODEL: 'qwen', VISION_API_KEY: KEY };
  worker = await startWorker(workerConfig.parse(house.settings({ ...vision, CARD_DEADLINE_MS: '60000' })), {
    logger,
  });
  return stub;
}

async function started(options: ReadingOptions) {
  const { db, store } = house;
  const name = makeBatchName('Briefe', new Date(), randomBytes(4).toString('hex'));
  const { id } = await db.createBatch(name, {
    title: 'Briefe',
    station: '',
    fields: [],
    templateId: 'free-text',
    languages: ['deu'],
    options,
  });
  const file = await db.intendFile(id, 'a.png');
  await store.put(originalKey(id, file.id), card, { contentType: 'image/png' });
  const sha256 = createHash('sha256').update(card).digest('hex');
  await db.acceptFile(file.id, { sha256, size: card.length, mediaType: 'image/png' }, ['a.png']);
  await db.start(name);
  return { name, id };
}
const rowOf = async (id: string) => (await house.db.readResults(id, { words: true }, 1))[0];

describe('a worker with an endpoint for handwriting', () => {
  it('reads by it what asks for it, says so, and gives the words tesseract’s boxes', async () => {
    const at = await workerBefore(() => ({ says: 'Absender: Bach\nWien den 3. März' }));
    const asks = await started({ handwriting: true });
    const other = await started({});
    expect(await house.ended(asks.name)).toMatchObject({ status: 'completed' });
    expect(await house.ended(other.name)).toMatchObject({ status: 'completed' });
    expect(await house.db.workersReadHandwriting()).toBe(true);
    expect(at.cards).toMatchObject([{ authorization: `Bearer ${KEY}`, model: 'qwen' }]);

    const [row, plain] = [await rowOf(asks.id), await rowOf(other.id)];
    expect(row).toMatchObject({ text: 'Absender: Bach\nWien den 3. März', flags: ['handwriting'] });
    expect(plain).toMatchObject({ text: expect.stringContaining('Mai'), flags: [] });
    const middleOf = (of: typeof row, text: string): number => {
      const word = of?.words?.find((one) => one.text === text);
      return word === undefined ? Number.NaN : word.x + word.width / 2;
    };
    expect(Math.abs(middleOf(row, 'Wien') - middleOf(plain, 'Wien'))).toBeLessThan(15);
    // Where tesseract read something else, the word stands in its place all the same.
    expect(Math.abs(middleOf(row, 'März') - middleOf(plain, 'Mai'))).toBeLessThan(15);
    expect(row?.words?.find((word) => word.text === 'März')?.confidence).toBe(50);

    const sql = `SELECT r.how FROM results r JOIN cards c ON c.id = r.card_id WHERE c.batch_id = '${asks.id}'`;
    expect((await runSql(house.databaseUrl, sql)).rows).toMatchObject([
      {
        how: {
          engine: { name: 'qwen + tesseract.js', handwriting: { model: 'qwen', answeredBy: 'qwen-served' } },
        },
      },
    ]);
    expect(logs.join('')).not.toContain(KEY);
    expect(logs.join('')).not.toContain('März');
  });

  it('waits, visibly, while the endpoint is away, and costs the card nothing', async () => {
    await workerBefore((call) =>
      call < 2 ? { status: 429, headers: { 'retry-after': '3600' } } : { says: 'Bach' },
    );
    const { name, id } = await started({ handwriting: true });
    await waitFor(async () => (await house.db.findBatch(name))?.progress.waiting === 'engine_unavailable', {
      timeoutMs: 60_000,
    });
    expect(await house.ended(name)).toMatchObject({
      status: 'completed',
      counts: { succeeded: 1, failed: 0 },
    });
    expect(await rowOf(id)).toMatchObject({ text: 'Bach' });
  });

  it('stops a batch when the endpoint refuses the key, and says neither key nor answer', async () => {
    await workerBefore(() => ({ status: 401, body: `Incorrect API key provided: ${KEY}` }));
    const { name } = await started({ handwriting: true });
    const batch = await house.ended(name);
    expect(batch).toMatchObject({
      status: 'failed',
      counts: { cancelled: 1, failed: 0 },
      progress: { error: { code: 'handwriting_refused' } },
    });
    expect(JSON.stringify(batch)).not.toContain(KEY);
    expect(logs.join('')).not.toContain(KEY);
  });
});

describe('a worker without one', () => {
  it('stops a batch that asks for it, since the endpoint was taken away meanwhile', async () => {
    worker = await startWorker(workerConfig.parse(house.settings()), { logger });
    const { name } = await started({ handwriting: true });
    expect(await house.ended(name)).toMatchObject({
      status: 'failed',
      counts: { cancelled: 1 },
      progress: { error: { code: 'handwriting_off' } },
    });
  });
});
