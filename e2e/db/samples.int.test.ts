import { codedError } from '@cardmill/contracts';
import { createDatabase, type Database, type SampleReading, type SampleSettings } from '@cardmill/db';
import { freshDatabase, runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { draftWith } from './line.ts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  db = createDatabase(database.url);
});
afterAll(async () => {
  await db.close();
  await database.close();
});
beforeEach(() => runSql(database.url, 'DELETE FROM samples'));

const SETTINGS: SampleSettings = { languages: ['deu'], options: {} };
const LEASE = 30_000;
const READING: SampleReading = {
  text: 'Bach\u0000',
  confidence: 90,
  words: [{ text: 'Bach', confidence: 90, x: 1, y: 1, width: 10, height: 10 }],
  how: { engine: { name: 'fake' } },
  image: { width: 100, height: 50, orientation: 90 },
};

async function draftOf(cards: number) {
  const batch = await draftWith(db, cards);
  const ids = (await db.listCards(batch.id, 0, cards)).map((card) => card.id);
  return { ...batch, ids, first: ids[0] ?? '' };
}

async function claim(leaseMs = LEASE) {
  const sample = await db.samples.claim('test', leaseMs);
  if (sample === null) throw new Error('no sample is to be had');
  return sample;
}

const expireLeases = () =>
  runSql(database.url, "UPDATE samples SET lease_until = now() - interval '1 second'");

describe('a sample', () => {
  it('is asked for once, whoever asks and however the options are written, and read once', async () => {
    const { id, ids, first } = await draftOf(2);
    const options = { secondLook: true, segmentation: 'block' } as const;
    const same = { segmentation: 'block', secondLook: true } as const;
    expect(await db.samples.request(id, ids, { languages: ['deu'], options })).toBe(2);
    expect(await db.samples.request(id, ids, { languages: ['deu'], options: same })).toBe(2);
    expect(await claim()).toMatchObject({ cardId: first, attempt: 1, crashCount: 0, page: 1, options });
    await claim();
    expect(await db.samples.claim('test', LEASE)).toBeNull();
    // Other languages, and the same in another order, are another reading.
    expect(await db.samples.request(id, [first], { languages: ['deu', 'fra'], options })).toBe(1);
    expect(await db.samples.request(id, [first], { languages: ['fra', 'deu'], options })).toBe(1);
    expect([await claim(), await claim()].map((sample) => sample.languages.join('+')).sort()).toEqual([
      'deu+fra',
      'fra+deu',
    ]);
  });

  it('comes back with what was read', async () => {
    const { id, ids, first } = await draftOf(1);
    await db.samples.request(id, ids, SETTINGS);
    expect(await db.samples.succeed(await claim(), READING, 412.4)).toBe(true);
    expect(await db.samples.request(id, ids, SETTINGS)).toBe(0);
    expect(await db.samples.open(ids, SETTINGS)).toBe(0);
    expect(await db.trialSamples(ids, SETTINGS)).toEqual([
      {
        cardId: first,
        state: 'read',
        text: 'Bach',
        confidence: 90,
        words: READING.words,
        durationMs: 412,
        image: { width: 100, height: 50, orientation: 90 },
        handwriting: false,
        angle: 0,
      },
    ]);
  });

  it('of a dead worker is taken over when its lease is over, and the dead one writes nothing any more', async () => {
    const { id, ids } = await draftOf(1);
    await db.samples.request(id, ids, SETTINGS);
    const dead = await claim();
    expect(await db.samples.claim('test', LEASE)).toBeNull();
    await expireLeases();
    const heir = await claim();
    expect(heir).toMatchObject({ attempt: 2, crashCount: 1 });
    expect(await db.samples.heartbeat(dead, LEASE)).toBe(false);
    expect(await db.samples.succeed(dead, READING, 1)).toBe(false);
    expect(await db.samples.fail(dead, codedError('ocr_failed'), 1)).toBe(false);
    expect(await db.samples.release(dead, 0, null)).toBe(false);
    expect(await db.samples.heartbeat(heir, LEASE)).toBe(true);
    expect(await db.samples.fail(heir, codedError('image_corrupt'), 7)).toBe(true);
    expect(await db.trialSamples(ids, SETTINGS)).toMatchObject([
      { state: 'failed', error: { code: 'image_corrupt' }, durationMs: 7 },
    ]);
    // Ended is ended.
    expect(await db.samples.succeed(heir, READING, 1)).toBe(false);
  });

  it('that is put back counts nothing against it, says why, and waits as long as it was told to', async () => {
    const { id, ids } = await draftOf(1);
    await db.samples.request(id, ids, SETTINGS);
    expect(await db.samples.release(await claim(), 60_000, 'storage_unavailable')).toBe(true);
    expect(await db.samples.claim('test', LEASE)).toBeNull();
    expect(await db.trialSamples(ids, SETTINGS)).toMatchObject([
      { state: 'waiting', error: { code: 'storage_unavailable' } },
    ]);
    await runSql(database.url, 'UPDATE samples SET not_before = now()');
    expect(await claim()).toMatchObject({ attempt: 2, crashCount: 0 });
  });

  it('goes with its card and with its batch, also out of the hand', async () => {
    const { id, name, ids, filenames } = await draftOf(2);
    await db.samples.request(id, ids, SETTINGS);
    const [one, two] = [await claim(), await claim()];
    await db.removeCard(name, filenames[0] ?? '');
    expect(await db.samples.heartbeat(one, LEASE)).toBe(false);
    expect(await db.samples.succeed(one, READING, 1)).toBe(false);
    expect(await db.samples.open(ids, SETTINGS)).toBe(1);
    await db.deleteBatch(name);
    expect(await db.samples.heartbeat(two, LEASE)).toBe(false);
    expect(await db.samples.succeed(two, READING, 1)).toBe(false);
    await expireLeases();
    expect(await db.samples.claim('test', LEASE)).toBeNull();
    expect(await db.samples.request(id, ids, SETTINGS)).toBe(0);
  });

  it('of a scan that was replaced is nobody’s', async () => {
    const { id, ids, filenames } = await draftOf(1);
    await db.samples.request(id, ids, SETTINGS);
    const old = await claim();
    const file = await db.intendFile(id, filenames[0] ?? '');
    await db.replaceFile(file.id, filenames[0] ?? '', {
      sha256: 'f'.repeat(64),
      size: 1,
      mediaType: 'image/png',
    });
    expect(await db.samples.heartbeat(old, LEASE)).toBe(false);
    expect(await db.samples.open(ids, SETTINGS)).toBe(0);
    expect(await db.trialSamples(ids, SETTINGS)).toEqual([]);
    expect(await db.samples.request(id, ids, SETTINGS)).toBe(1);
    expect(await claim()).toMatchObject({ fileId: file.id });
  });
});

describe('whose turn it is', () => {
  it('goes round the batches: ten cards are not behind five hundred', async () => {
    const big = await draftOf(20);
    const small = await draftOf(2);
    await db.samples.request(big.id, big.ids, SETTINGS);
    await db.samples.request(small.id, small.ids, SETTINGS);
    const order = [];
    for (let n = 0; n < 6; n += 1) order.push((await claim()).batch === big.name ? 'big' : 'small');
    expect(order.filter((which) => which === 'small').length).toBe(2);
    expect(order.slice(4)).toEqual(['big', 'big']);
  });

  it('is nobody’s when nobody asks any more, until somebody does', async () => {
    const { id, ids } = await draftOf(1);
    await db.samples.request(id, ids, SETTINGS);
    await runSql(database.url, "UPDATE samples SET touched_at = now() - interval '10 minutes'");
    expect(await db.samples.claim('test', LEASE)).toBeNull();
    await db.samples.request(id, ids, SETTINGS);
    expect((await claim()).cardId).toBe(ids[0]);
  });
});

it('forgets what nobody asked for within a day', async () => {
  const { id, ids } = await draftOf(3);
  await db.samples.request(id, ids, SETTINGS);
  await runSql(
    database.url,
    `UPDATE samples SET touched_at = now() - interval '25 hours' WHERE card_id <> '${ids[0]}'`,
  );
  expect(await db.samples.collect(24 * 3_600_000, 1)).toBe(1);
  expect(await db.samples.collect(24 * 3_600_000, 100)).toBe(1);
  expect(await db.samples.collect(24 * 3_600_000, 100)).toBe(0);
  expect(await db.samples.open(ids, SETTINGS)).toBe(1);
});

it('is asked for while cards are claimed and removed, without anybody being in the way', async () => {
  const { id, name, ids, filenames } = await draftOf(30);
  const asking = async () => {
    for (let n = 0; n < 15; n += 1) await db.samples.request(id, ids, SETTINGS);
  };
  const reading = async () => {
    for (let n = 0; n < 40; n += 1) {
      const sample = await db.samples.claim('test', LEASE);
      if (sample !== null) await db.samples.succeed(sample, READING, 1);
    }
  };
  const inspecting = async () => {
    for (const card of ids.slice(0, 15)) {
      const held = await db.work.claim(card, 'test', LEASE);
      if (held !== null)
        await db.work.inspected(held, { width: 1, height: 1, orientation: 0, flags: [] }, true);
    }
  };
  const removing = async () => {
    for (const filename of filenames.slice(10)) await db.removeCard(name, filename);
  };
  await Promise.all([asking(), asking(), reading(), reading(), inspecting(), removing()]);
  const left = await db.trialCards(id, { limit: 100 });
  expect(left.length).toBe(10);
});
