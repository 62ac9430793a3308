import { bulkyFile, runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { apiUnderTest, startedBatch, type ApiUnderTest } from '../http-api.suite.ts';

const options = { handwriting: true };
let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());
beforeEach(() => runSql(api.databaseUrl, 'DELETE FROM workers'));

const create = (more: object = {}) =>
  api.call('POST', '/api/v1/batches', { title: 'Briefe', templateId: 'free-text', ...more });

describe('handwriting', () => {
  it('is off until a worker says that it has an endpoint', async () => {
    const offered = async () => (await api.call('GET', '/api/v1/languages')).json.handwriting;
    expect(await offered()).toBe(false);
    expect(await create({ options })).toMatchObject({ status: 422, json: { code: 'handwriting_off' } });
    await api.db.work.workerHeartbeat('plain', ['deu']);
    expect(await create({ options })).toMatchObject({ status: 422, json: { code: 'handwriting_off' } });
    expect(await create({ options: { handwriting: false } })).toMatchObject({ status: 201 });

    await api.db.work.workerHeartbeat('plain', ['deu'], true);
    expect(await offered()).toBe(true);
    expect(await create({ options })).toMatchObject({ status: 201, json: { options } });
    // Any worker may get the card: one that cannot read it would stop the batch.
    await api.db.work.workerHeartbeat('other', ['deu']);
    expect(await create({ options })).toMatchObject({ status: 422 });
    await api.db.work.workerGone('other');
    expect(await create({ options })).toMatchObject({ status: 201 });
    // All are away for a moment: what they could is what they will.
    await api.db.work.workerGone('plain');
    expect(await create({ options })).toMatchObject({ status: 201 });
  });

  it('is asked for again when the batch is changed and when it starts', async () => {
    const { name } = (await create()).json;
    const patch = () => api.call('PATCH', `/api/v1/batches/${name}`, { options });
    const start = () => api.call('POST', `/api/v1/batches/${name}/start`);
    expect(await patch()).toMatchObject({ status: 422, json: { code: 'handwriting_off' } });
    await api.db.work.workerHeartbeat('able', ['deu'], true);
    expect(await patch()).toMatchObject({ status: 200, json: { options } });
    await api.upload(`/api/v1/batches/${name}/files`, [['1.jpg', bulkyFile(400, 1)]]);
    await api.db.work.workerHeartbeat('able', ['deu'], false);
    expect(await start()).toMatchObject({ status: 422, json: { code: 'handwriting_off' } });
    expect((await api.call('GET', `/api/v1/batches/${name}`)).json.status).toBe('draft');
    await api.db.work.workerHeartbeat('able', ['deu'], true);
    expect((await start()).status).toBe(202);
    expect(await start()).toMatchObject({ status: 409, json: { code: 'batch_started' } });
  });

  it('takes nothing of an endpoint from a request', async () => {
    await api.db.work.workerHeartbeat('able', ['deu'], true);
    for (const more of [{ endpoint: 'http://elsewhere' }, { handwriting: 'http://elsewhere' }])
      expect(await create({ options: more })).toMatchObject({
        status: 400,
        json: { code: 'invalid_request' },
      });
  });

  it('shows on the row of a card that was read so, and on no other', async () => {
    await api.db.work.workerHeartbeat('able', ['deu'], true);
    const { batch, cardIds } = await startedBatch(api, 3, { templateId: 'free-text', options });
    const engines = [{ name: 'tesseract.js' }, { name: 'both', handwriting: { model: 'm' } }];
    for (const [i, engine] of engines.entries()) {
      const claim = await api.db.work.claim(cardIds[i] ?? '', 'test', 30_000);
      if (claim === null) throw new Error('no claim');
      const reading = { text: 'x', confidence: 50, fields: {}, words: [], how: { engine } };
      await api.db.work.succeed(claim, reading, 1);
    }
    const claim = await api.db.work.claim(cardIds[2] ?? '', 'test', 30_000);
    if (claim !== null) await api.db.work.fail(claim, { code: 'ocr_failed', message: '' }, 1);
    const { json } = await api.call('GET', `/api/v1/batches/${batch}/results`);
    expect(json.map((row: { flags: string[] }) => row.flags)).toEqual([[], ['handwriting'], []]);
  });
});
