import { codedError, type TryReply, type Word } from '@cardmill/contracts';
import { SAMPLE_CHANNEL } from '@cardmill/contracts/wire';
import { runSql, waitFor } from '@cardmill/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());
beforeEach(() => runSql(api.databaseUrl, 'DELETE FROM samples'));

const wordsOf = (text: string): Word[] =>
  text.split('\n').flatMap((line, row) =>
    line.split(' ').map((word, i) => ({
      text: word,
      confidence: 90,
      x: 10 + i * 120,
      y: 10 + row * 40,
      width: word.length * 10,
      height: 20,
    })),
  );

async function draftOf(
  cards: number,
  setUp: object = { fields: [{ label: 'Komponist' }], languages: ['deu'] },
) {
  const { json } = await api.call('POST', '/api/v1/batches', { title: 'Draft', ...setUp });
  const batch: string = json.name;
  // Bytes that no two cards share; nobody decodes them here.
  const files = Array.from(
    { length: cards },
    (_, i) =>
      [
        `${i + 1}.jpg`,
        new Uint8Array([0xff, 0xd8, 0xff, ...Buffer.from(`${batch}${i}`.repeat(20))]),
      ] as const,
  );
  const uploaded = await api.upload(`/api/v1/batches/${batch}/files`, files);
  expect(uploaded.status, uploaded.text).toBe(201);
  return batch;
}

/** A worker without an engine: reads samples until there are none. */
async function readSamples(text: (filename: string) => string | Error): Promise<number> {
  let read = 0;
  for (;;) {
    const sample = await api.db.samples.claim('test', 30_000);
    if (sample === null) return read;
    read += 1;
    const found = text(sample.filename);
    if (found instanceof Error) await api.db.samples.fail(sample, codedError('image_corrupt'), 3);
    else
      await api.db.samples.succeed(
        sample,
        {
          text: found,
          confidence: 88,
          words: wordsOf(found),
          how: {},
          image: { width: 600, height: 400, orientation: 0 },
        },
        1_500,
      );
  }
}

const trial = (id: string, body: object, query = '?wait=0') =>
  api.call('POST', `/api/v1/templates/${id}/try${query}`, body);
const replyOf = async (id: string, body: object, query?: string): Promise<TryReply> => {
  const answer = await trial(id, body, query);
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
};

describe('a trial', () => {
  it('of a draft asks for the cards to be read, rings, and goes on when it is asked again', async () => {
    const batch = await draftOf(3);
    const redis = new Redis(api.redisUrl);
    let rings = 0;
    redis.on('message', () => (rings += 1));
    await redis.subscribe(SAMPLE_CHANNEL);
    try {
      const first = await replyOf('free-text', { batch });
      expect(first).toMatchObject({ waiting: 3, report: null });
      expect(first.cards.map((card) => [card.filename, card.status])).toEqual([
        ['1.jpg', 'waiting'],
        ['2.jpg', 'waiting'],
        ['3.jpg', 'waiting'],
      ]);
      await waitFor(() => rings === 1);
    } finally {
      redis.disconnect();
    }
    await readSamples((name) => (name === '2.jpg' ? new Error('damaged') : 'Komponist: Bach'));
    const second = await replyOf('free-text', { batch });
    expect(second).toMatchObject({ waiting: 0, report: { cards: 2, secondsPerCard: { median: 1.5 } } });
    expect(second.cards[1]).toMatchObject({ status: 'failed', error: { code: 'image_corrupt' } });
    expect(second.cards[0]).toMatchObject({ status: 'read', text: 'Komponist: Bach', confidence: 88 });
    expect(second.cards[0]).not.toHaveProperty('words');
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json).toMatchObject({
      status: 'draft',
      counts: { ready: 3 },
    });
  });

  it('of other fields, languages kept, reads nothing again; unsaved changes win over the template', async () => {
    const batch = await draftOf(1);
    const { json: template } = await api.call('POST', '/api/v1/templates', {
      name: 'Musik',
      fields: [{ label: 'Komponist' }],
    });
    await replyOf(template.id, { batch });
    expect(await readSamples(() => 'Komponist: Bach\nTitel: Messe')).toBe(1);
    const [card] = (await replyOf(template.id, { batch })).cards;
    expect(card?.fields).toMatchObject({ komponist: { value: 'Bach' } });
    const changed = await replyOf(
      template.id,
      { batch, fields: [{ label: 'Titel' }], options: { records: { field: 'titel' } } },
      '?wait=0&include=words',
    );
    expect(changed.cards[0]?.fields).toMatchObject({ titel: { value: 'Messe' } });
    expect(changed.cards[0]?.fields).not.toHaveProperty('komponist');
    expect(changed.cards[0]?.words?.length).toBe(4);
    // Where a zone is counted from comes with the words.
    const zone = { x: 0, y: 0, width: 1, height: 1, angle: 2, anchor: 'Titel' };
    const anchored = await replyOf(
      template.id,
      { batch, fields: [{ label: 'Titel', zone }] },
      '?wait=0&include=words',
    );
    expect(anchored.cards[0]).toMatchObject({ angle: 0, anchors: { Titel: { x: 10, y: 50 } } });
    expect(await readSamples(() => '')).toBe(0);
    // Another language is another reading.
    expect(await replyOf(template.id, { batch, languages: ['eng'] })).toMatchObject({ waiting: 1 });
  });

  it('answers as soon as the last card is read, and after its time with what there is', async () => {
    const batch = await draftOf(2);
    const answer = replyOf('free-text', { batch }, '?wait=20');
    let read = 0;
    await waitFor(async () => (read += await readSamples(() => 'Text')) === 2);
    expect(await answer).toMatchObject({ waiting: 0 });
    expect(await replyOf('free-text', { batch, languages: ['eng'] }, '?wait=0.3')).toMatchObject({
      waiting: 2,
    });
  });

  it('measures a large sample when all of it has been read', async () => {
    const batch = await draftOf(51);
    const body = { batch, limit: 51, fields: [{ label: 'Komponist' }] };
    await replyOf('free-text', body);
    const sample = await api.db.samples.claim('slow', 30_000);
    await readSamples(() => 'Komponist: Bach');
    const first = await replyOf('free-text', body);
    expect(first).toMatchObject({ waiting: 1, report: null });
    expect(first.cards.filter((card) => card.text === 'Komponist: Bach').length).toBe(50);
    if (sample !== null) await api.db.samples.fail(sample, codedError('ocr_timeout'), 1);
    const second = await replyOf('free-text', body);
    expect(second).toMatchObject({ waiting: 0, report: { cards: 50 } });
    expect(second.cards.at(-1)?.fields).toMatchObject({ komponist: { value: 'Bach' } });
  });

  it('uses what the batch has read already with the same settings, its failures too, and no other', async () => {
    const { batch, cardIds } = await startedBatch(api, 2, {
      fields: [{ label: 'Komponist' }],
      languages: ['deu'],
    });
    const text = 'Komponist: Bach';
    await readCard(api, cardIds[0] ?? '', { text, words: wordsOf(text) });
    await readCard(api, cardIds[1] ?? '', { error: 'image_truncated' });
    const reply = await replyOf('free-text', { batch, fields: [{ label: 'Komponist', key: 'k' }] });
    expect(reply).toMatchObject({ waiting: 0, languages: ['deu'], report: { cards: 1 } });
    expect(reply.cards[0]).toMatchObject({ status: 'read', fields: { k: { value: 'Bach' } } });
    expect(reply.cards[1]).toMatchObject({ status: 'failed', error: { code: 'image_truncated' } });
    expect(await replyOf('free-text', { batch, languages: ['eng'] })).toMatchObject({ waiting: 2 });
  });

  it('is not held up by a card that is removed meanwhile', async () => {
    const batch = await draftOf(1);
    const answer = replyOf('free-text', { batch }, '?wait=20');
    await waitFor(async () => {
      const rows = await runSql(api.databaseUrl, 'SELECT FROM samples');
      return rows.rowCount === 1;
    });
    await api.call('DELETE', `/api/v1/batches/${batch}/files/1.jpg`);
    expect(await answer).toMatchObject({
      waiting: 0,
      cards: [{ status: 'failed', error: { code: 'card_not_found' } }],
    });
  });
});

describe('the sample', () => {
  it('is what is named, or the cards of the truth, or some, the same ones each time', async () => {
    const batch = await draftOf(25);
    const names = async (body: object) =>
      (await replyOf('free-text', { batch, ...body })).cards.map((card) => card.filename);
    expect(await names({ filenames: ['12.jpg', '3.jpg', '12.jpg'] })).toEqual(['3.jpg', '12.jpg']);
    expect(await names({ truth: { '7.jpg': { text: 'x' } } })).toEqual(['7.jpg']);
    const some = await names({});
    expect(some.length).toBe(10);
    expect(await names({})).toEqual(some);
    expect((await names({ limit: 500 })).length).toBe(25);
  });

  it('names what the batch does not hold', async () => {
    const batch = await draftOf(1);
    const answer = await trial('free-text', { batch, filenames: ['1.jpg', 'nowhere.jpg'] });
    expect([answer.status, answer.json.code]).toEqual([404, 'card_not_found']);
    expect(answer.text).toContain('nowhere.jpg');
    expect((await trial('free-text', { batch, truth: { 'else.jpg': {} } })).json.code).toBe('card_not_found');
  });

  it.each([
    [{ limit: 501 }, 400, 'invalid_request'],
    [{ filenames: [] }, 400, 'invalid_request'],
    [{ fields: [{ label: 'x', pattern: '(' }] }, 422, 'pattern_invalid'],
    [{ languages: ['xyz'] }, 422, 'language_missing'],
    [{ batch: 'nobody_20260101-000000_00000000' }, 404, 'batch_not_found'],
  ])('%j is %i %s', async (body, status, code) => {
    const batch = await draftOf(1);
    const answer = await trial('free-text', { batch, ...body });
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('of an empty batch, or by a template that is not there, is refused', async () => {
    const batch = await draftOf(1);
    expect((await trial('nowhere', { batch })).json.code).toBe('template_not_found');
    await api.call('DELETE', `/api/v1/batches/${batch}/files/1.jpg`);
    expect((await trial('free-text', { batch })).json.code).toBe('batch_empty');
  });
});

describe('the truth', () => {
  it('that is given is what texts and fields are measured against', async () => {
    const batch = await draftOf(2);
    const truth = {
      '1.jpg': { text: 'Komponist: Bach', fields: { komponist: 'BACH.' } },
      '2.jpg': { fields: { komponist: 'Haydn', unknown: 'x' } },
    };
    const body = { batch, truth, fields: [{ label: 'Komponist' }] };
    await replyOf('free-text', body);
    await readSamples((name) => (name === '1.jpg' ? 'Komponist: Bach' : 'Komponist: Hayda'));
    const { cards, report } = await replyOf('free-text', body);
    expect(cards.map((card) => card.compared)).toEqual([
      { komponist: { truth: 'BACH.', outcome: 'right' } },
      { komponist: { truth: 'Haydn', outcome: 'wrong' } },
    ]);
    expect(cards.map((card) => card.characterErrorRate)).toEqual([0, null]);
    expect(report).toMatchObject({
      characterErrorRate: { cards: 1, mean: 0 },
      fields: { komponist: { right: 1, wrong: 1, accuracy: 0.5 } },
      review: { of: 'fields' },
    });
  });

  it('is else what people edited and verified, and their cards come first', async () => {
    const { batch, cardIds } = await startedBatch(api, 12, {
      fields: [{ label: 'Komponist' }, { label: 'Titel' }],
      languages: ['deu'],
    });
    const text = 'Komponist: Bach\nTitel: Messe';
    for (const id of cardIds)
      await readCard(api, id, { text, words: wordsOf(text), fields: { komponist: 'Bach', titel: 'Messe' } });
    const patch = (name: string, body: object) =>
      api.call('PATCH', `/api/v1/batches/${batch}/results/${name}`, body, { 'if-match': '"2"' });
    expect((await patch('12.jpg', { fields: { komponist: 'Bachmann' } })).status).toBe(200);
    expect((await patch('11.jpg', { verified: true })).status).toBe(200);
    const { cards, report } = await replyOf('free-text', {
      batch,
      limit: 2,
      fields: [{ label: 'Komponist' }, { label: 'Titel' }],
    });
    expect(cards.map((card) => [card.filename, card.compared])).toEqual([
      [
        '11.jpg',
        {
          komponist: { truth: 'Bach', outcome: 'right' },
          titel: { truth: 'Messe', outcome: 'right' },
        },
      ],
      ['12.jpg', { komponist: { truth: 'Bachmann', outcome: 'wrong' } }],
    ]);
    expect(report).toMatchObject({
      allFields: { right: 2, wrong: 1 },
      fields: { komponist: { accuracy: 0.5 } },
    });
  });
});
