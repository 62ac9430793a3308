import type { ResultRow, Review, ReviewCards, ReviewGroup } from '@cardmill/contracts';
import { groupsOf, recount, sureness } from '@cardmill/extraction/evaluation';
import { runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const fields = [{ label: 'Komponist' }, { label: 'Titel' }, { label: 'Jahr', kind: 'date' }];
const ordered = (groups: readonly ReviewGroup[]): ReviewGroup[] =>
  groups
    .filter((group) => group.open + group.checked + group.wrong > 0)
    .toSorted((a, b) => a.card - b.card || String(a.value).localeCompare(String(b.value)));

async function batchUnderReview() {
  const { batch, cardIds } = await startedBatch(api, 6, { fields });
  const path = `/api/v1/batches/${batch}`;
  for (const id of cardIds.slice(0, 4))
    await readCard(api, id, { text: 'x', fields: { komponist: 'Bach', titel: 'Größe', jahr: '1749' } });
  await readCard(api, cardIds[4] ?? '', { error: 'image_truncated' });
  const set = (place: number, key: string, part: object) =>
    runSql(
      api.databaseUrl,
      `UPDATE results SET fields = jsonb_set(fields, '{${key}}', fields -> '${key}' || '${JSON.stringify(part)}') WHERE card_id = '${cardIds[place]}'`,
    );
  await set(0, 'komponist', { confidence: 41.5 });
  await set(1, 'titel', { verdict: 'pattern' });
  await set(2, 'jahr', { value: null, confidence: null, verdict: 'empty' });
  await set(3, 'jahr', { value: '18. XI. 41', normalised: '1941-11-18', confidence: 100 });
  const rows = async (): Promise<ResultRow[]> => (await api.call('GET', `${path}/results`)).json;
  const review = async (): Promise<Review> => (await api.call('GET', `${path}/review`)).json;
  const cards = async (): Promise<ReviewCards> => (await api.call('GET', `${path}/review/cards`)).json;
  const patch = async (position: number, body: object): Promise<void> => {
    const row = (await rows()).find((one) => one.position === position);
    const answer = await api.call('PATCH', `${path}/results/${position}.jpg`, body, {
      'if-match': `"${row?.version}"`,
    });
    expect(answer.status).toBe(200);
  };
  return { rows, review, cards, patch };
}

describe('the review of a batch', () => {
  it('queues every card by position, with what asks for a check', async () => {
    const { rows, cards, patch } = await batchUnderReview();
    await patch(2, { verified: true });
    const queued = await cards();
    expect(queued).toEqual({
      cards: [
        [1, 42],
        [2, 0],
        [3, 90],
        [4, 90],
      ],
      // Verifying moves no card out of its queue.
      check: [1, 2],
      verified: [2],
      notRead: [5],
      waiting: [6],
    });
    const read = (await rows()).filter((row) => row.status === 'succeeded');
    expect(queued.cards).toEqual(read.map((row) => [row.position, Math.round(sureness(row))]));
  });

  it('says besides where the run stands, for who watches', async () => {
    const { batch, cardIds } = await startedBatch(api, 4, { fields });
    const path = `/api/v1/batches/${batch}`;
    await readCard(api, cardIds[0] ?? '', { text: 'x', fields: { titel: 'Größe' } });
    await api.call('POST', `${path}/cancel`);
    const ids = cardIds.map((id, i) => [i + 1, id]);
    const stopped = await api.call('GET', `${path}/review/cards?include=run`);
    expect(stopped.json.run).toEqual({ cards: ids, open: [], cancelled: [2, 3, 4] });
    // Its reading stays until there is another, and it waits all the same.
    await api.call('POST', `${path}/restart`);
    const again = await api.call('GET', `${path}/review/cards?include=run`);
    expect(again.json).toMatchObject({ cards: [[1, 90]], run: { open: [1, 2, 3, 4], cancelled: [] } });
    expect((await api.call('GET', `${path}/review/cards`)).json.run).toBeUndefined();
  });

  it('counts in the database what the pages count', async () => {
    const { rows, review, patch } = await batchUnderReview();
    const counted = async (): Promise<void> => {
      const read = (await rows()).filter((row) => row.status === 'succeeded');
      const none = { fields: {}, confidence: null };
      const groups = read.reduce<ReviewGroup[]>((all, row) => recount(all, none, row), []);
      expect(ordered((await review()).groups)).toEqual(ordered(groups));
    };
    await counted();
    // Wrong, right but for its form, right in its other form, edited and not verified, nothing where something stood.
    await patch(1, { fields: { komponist: 'Bäch', titel: 'grösse' }, verified: true });
    await patch(2, { fields: { titel: 'GRÖSSE', komponist: ' b-a-c-h.' }, verified: true });
    await patch(3, { fields: { jahr: '1750' } });
    await patch(4, { fields: { jahr: '1941-11-18', komponist: '' }, verified: true });
    await counted();
    const { groups } = await review();
    expect(groups.reduce((sum, group) => sum + group.wrong, 0)).toBe(4);
    expect(groupsOf({ fields: {}, confidence: null })).toEqual([]);
  });

  it('says how many errors to expect: fewer with every card verified, none at the end', async () => {
    const { review, patch } = await batchUnderReview();
    const first = await review();
    expect(first).toMatchObject({ cards: 4, verified: 0, toCheck: 2, values: { open: 12, checked: 0 } });
    expect(first.expected?.rests).toBe('first');
    let before = first.expected?.errors ?? 0;
    expect(before).toBeGreaterThan(0);
    for (const position of [1, 2, 3, 4]) {
      await patch(position, { verified: true });
      const { expected } = await review();
      expect(expected?.errors).toBeLessThan(before);
      before = expected?.errors ?? 0;
    }
    expect(await review()).toMatchObject({
      verified: 4,
      toCheck: 0,
      expected: { errors: 0, high: 0, rests: 'verified' },
    });
  });

  it('expects nothing of cards without fields, and knows no batch that is not there', async () => {
    const { batch, cardIds } = await startedBatch(api, 1);
    await readCard(api, cardIds[0] ?? '', { text: 'x' });
    const { json } = await api.call('GET', `/api/v1/batches/${batch}/review`);
    expect(json).toMatchObject({ cards: 1, expected: null, groups: [] });
    const unknown = '/api/v1/batches/none_20260101-000000_00000000/review';
    for (const path of [unknown, `${unknown}/cards`])
      expect(await api.call('GET', path)).toMatchObject({ status: 404, json: { code: 'batch_not_found' } });
  });
});
