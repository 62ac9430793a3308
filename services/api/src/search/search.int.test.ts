import { foldText, tokensOf } from '@cardmill/db';
import { runSql, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const FIELDS = [{ label: 'Komponist' }, { label: 'Signatur' }, { label: 'Titel' }, { label: 'Verlag' }];

async function batchOf(texts: readonly string[], fields: Record<string, string> = {}): Promise<string> {
  const { batch, cardIds } = await startedBatch(api, texts.length, { fields: FIELDS });
  for (const [i, text] of texts.entries()) {
    const words = text
      .split(/\s+/)
      .map((word, n) => ({ text: word, confidence: 90, x: n * 50, y: 10, width: 40, height: 12 }));
    await readCard(api, cardIds[i] ?? '', { text, words, fields });
  }
  return batch;
}
const find = async (q: string, more = '') =>
  (await api.call('GET', `/api/v1/search?q=${encodeURIComponent(q)}${more}`)).json;
/** File names of what is found in one batch, in order, with how near it came. */
const found = async (q: string, batch: string): Promise<string[]> =>
  (await find(q, `&batch=${batch}`)).items.map(
    (hit: { filename: string; match: string }) => `${hit.filename} ${hit.match}`,
  );

describe('what is found', () => {
  it('is Müller however it was written or misread, as written first', async () => {
    const batch = await batchOf(['Miiller, Karl', 'Mul1er, Karl', 'Müller, Karl', 'Mueller, Karl', 'Meyer']);
    for (const q of ['Müller', 'müller', 'MULLER', 'Mu\u0308ller']) {
      const names = await found(q, batch);
      expect(names[0], q).toBe('3.jpg exact');
      expect(names.toSorted(), q).toEqual(
        expect.arrayContaining(['1.jpg similar', '2.jpg similar', '3.jpg exact']),
      );
      expect(names.join(), q).not.toContain('5.jpg');
    }
    expect(await found('Müller', batch)).toContain('4.jpg part');
    expect((await found('Mueller', batch)).slice(0, 2)).toEqual(['4.jpg exact', '3.jpg part']);
  });

  it('is old spelling: a long s, also one that was read as an f', async () => {
    const batch = await batchOf(['Haus\u017Fegen', 'Hausfegen', 'Straße']);
    expect(await found('Haussegen', batch)).toEqual(['1.jpg exact', '2.jpg similar']);
    expect(await found('STRASSE', batch)).toEqual(['3.jpg exact']);
  });

  it('is a part of a long word, after the word itself', async () => {
    const batch = await batchOf(['Kirchenmusikdirektor', 'Musikalien', 'Musik']);
    expect(await found('musik', batch)).toEqual(['3.jpg exact', '1.jpg part', '2.jpg part']);
  });

  it('has all words, in any place, and a phrase word by word', async () => {
    const batch = await batchOf(['Bach Johann Sebastian', 'Sebastian Bach', 'Bach']);
    expect(await found('sebastian bach', batch)).toEqual(['1.jpg exact', '2.jpg exact']);
    expect(await found('"Sebastian Bach"', batch)).toEqual(['2.jpg exact']);
    expect(await found('„Sebastian Bach“', batch)).toEqual(['2.jpg exact']);
    expect(await found('bach "johann sebastian', batch)).toEqual(['1.jpg exact']);
  });

  it('is a shelfmark, whole or as far as it was typed', async () => {
    const batch = await batchOf(['Spez.12.345 Lied', 'Spez. 12. 346', 'Spez.13.345 12']);
    expect(await found('Spez.12.345', batch)).toEqual(['1.jpg exact']);
    expect(await found('Spez.12.', batch)).toEqual(['1.jpg exact', '2.jpg exact']);
    // A figure is another figure, never a misreading.
    expect(await found('Spez.12.347', batch)).toEqual([]);
  });

  it('is a value of the machine and one of a person, until it is taken back', async () => {
    const batch = await batchOf(['Lied'], { komponist: 'Schubert' });
    expect(await found('schubert', batch)).toEqual(['1.jpg exact']);
    const path = `/api/v1/batches/${batch}/results/1.jpg`;
    const edited = await api.call('PATCH', path, { fields: { titel: 'Winterreise' } }, { 'if-match': '"2"' });
    expect(edited.status).toBe(200);
    const [hit] = (await find('winterreise', `&batch=${batch}`)).items;
    expect(hit.fields[0]).toMatchObject({ label: 'Titel', edited: true, hit: true });
    expect(hit.fields[0].parts).toEqual([{ text: 'Winterreise', hit: true }]);
    await api.call('PATCH', path, { fields: { titel: null } }, { 'if-match': `"${edited.json.version}"` });
    expect(await found('winterreise', batch)).toEqual([]);
    expect(await found('schubert', batch)).toEqual(['1.jpg exact']);
  });

  it('is the new reading of a card, not the old one', async () => {
    const { batch, cardIds } = await startedBatch(api, 1);
    await readCard(api, cardIds[0] ?? '', { text: 'Zauberflöte' });
    await api.call('POST', `/api/v1/batches/${batch}/restart`);
    expect(await found('zauberflote', batch)).toEqual(['1.jpg exact']);
    await readCard(api, cardIds[0] ?? '', { text: 'Freischütz' });
    expect(await found('zauberflote', batch)).toEqual([]);
    expect(await found('freischutz', batch)).toEqual(['1.jpg exact']);
  });

  it('is a file name, also of a card that could not be read', async () => {
    const { batch, cardIds } = await startedBatch(api, 2);
    await readCard(api, cardIds[0] ?? '', { text: 'Lied' });
    await readCard(api, cardIds[1] ?? '', { error: 'image_truncated' });
    expect(await found('2.jpg', batch)).toEqual(['2.jpg exact']);
    const [hit] = (await find('2.jpg', `&batch=${batch}`)).items;
    expect(hit).toMatchObject({
      status: 'failed',
      name: [{ text: '2.jpg', hit: true }],
      snippet: [],
      fields: [],
    });
    expect(await found('1.jpg lied', batch)).toEqual(['1.jpg exact']);
    await api.call('POST', `/api/v1/batches/${batch}/retry`);
    await readCard(api, cardIds[1] ?? '', { text: 'Choral' });
    expect(await found('choral 2.jpg', batch)).toEqual(['2.jpg exact']);
  });

  it('is kept to the cards in one state', async () => {
    const { batch, cardIds } = await startedBatch(api, 5, { fields: FIELDS });
    for (const id of cardIds.slice(0, 4)) await readCard(api, id, { text: 'x', fields: { titel: 'Psalm' } });
    await readCard(api, cardIds[4] ?? '', { error: 'image_truncated' });
    await runSql(
      api.databaseUrl,
      `UPDATE results SET fields = jsonb_set(fields, '{titel,confidence}', '20') WHERE card_id IN ('${cardIds[0]}', '${cardIds[1]}')`,
    );
    const patch = (n: number, body: object) =>
      api.call('PATCH', `/api/v1/batches/${batch}/results/${n}.jpg`, body, { 'if-match': '"2"' });
    await patch(2, { verified: true });
    await patch(3, { fields: { titel: 'Psalm 23' } });
    const of = async (state: string): Promise<string> =>
      (await find('jpg', `&batch=${batch}&state=${state}`)).items
        .map(({ position }: { position: number }) => position)
        .join();
    expect(await of('check')).toBe('1');
    expect(await of('open')).toBe('1,3,4');
    expect(await of('verified')).toBe('2');
    expect(await of('edited')).toBe('3');
    expect(await of('failed')).toBe('5');
    expect((await api.call('GET', '/api/v1/search?q=x&state=shoe')).status).toBe(400);
  });

  it('vanishes with its batch, and its words with it', async () => {
    const batch = await batchOf(['Vergänglichkeit']);
    expect(await found('verganglichkeit', batch)).toHaveLength(1);
    await api.call('DELETE', `/api/v1/batches/${batch}`);
    expect((await find('verganglichkeit')).items).toEqual([]);
    for (const id of await api.db.sweep.takeDeleted(0, 100, 1_000)) await api.db.sweep.purge(id);
    const left = await runSql(
      api.databaseUrl,
      `SELECT word FROM search_words WHERE word = 'verganglichkeit'`,
    );
    expect(left.rows).toEqual([]);
  });
});

describe('a changed card', () => {
  const isIndexed = async (cardId: string): Promise<boolean> =>
    (await runSql(api.databaseUrl, `SELECT FROM search_cards WHERE card_id = '${cardId}'`)).rowCount === 1;
  const isDue = async (cardId: string): Promise<boolean> =>
    (await runSql(api.databaseUrl, `SELECT FROM search_due WHERE card_id = '${cardId}'`)).rowCount !== 0;

  it('is made findable without anybody searching', async () => {
    const { cardIds } = await startedBatch(api, 1);
    const [cardId = ''] = cardIds;
    await readCard(api, cardId, { text: 'Allerseelen' });
    await waitFor(() => isIndexed(cardId));
    await waitFor(async () => !(await isDue(cardId)));
  });

  it('stays due while somebody holds it, and holds up nothing', async () => {
    const { batch, cardIds } = await startedBatch(api, 2, { fields: FIELDS });
    const [held = '', free = ''] = cardIds;
    const hold = runSql(
      api.databaseUrl,
      `BEGIN; SELECT FROM cards WHERE id = '${held}' FOR UPDATE;
       INSERT INTO search_due (card_id) VALUES ('${held}'); SELECT pg_sleep(2); COMMIT`,
    );
    let released = false;
    void hold.then(() => (released = true));
    await runSql(
      api.databaseUrl,
      `INSERT INTO search_due (card_id) VALUES ('${held}'), ('00000000-0000-7000-8000-000000000000')`,
    );
    await readCard(api, free, { text: 'Morgenblätter' });
    expect(await found('morgenblatter', batch)).toEqual(['2.jpg exact']);
    expect((await isDue(held)) || released).toBe(true);
    await hold;
    await waitFor(async () => !(await isDue(held)));
    // A card that is gone is due for nothing.
    expect(await isDue('00000000-0000-7000-8000-000000000000')).toBe(false);
  });
});

describe('a hit', () => {
  it('says why: the text around it, the values, and where on the image', async () => {
    const batch = await batchOf([`${'lorem '.repeat(40)}Wohltemperierte Klavier ${'ipsum '.repeat(60)}`], {
      signatur: 'Spez.7',
    });
    const [hit] = (await find('"Wohltemperierte Klavier"', `&batch=${batch}`)).items;
    expect(hit).toMatchObject({ filename: '1.jpg', position: 1, status: 'succeeded', match: 'exact' });
    expect(hit.batch).toMatchObject({ name: batch, title: 'Started' });
    expect(hit.snippet.filter((part: { hit: boolean }) => part.hit)).toEqual([
      { text: 'Wohltemperierte Klavier', hit: true },
    ]);
    const shown = hit.snippet.map((part: { text: string }) => part.text).join('');
    expect(shown.length).toBeLessThan(300);
    expect(shown).toMatch(/^…lorem .*ipsum…$/);
    expect(hit.boxes).toEqual([
      { text: 'Wohltemperierte', x: 2_000, y: 10, width: 40, height: 12 },
      { text: 'Klavier', x: 2_050, y: 10, width: 40, height: 12 },
    ]);
    expect(hit.fields).toEqual([
      {
        key: 'signatur',
        label: 'Signatur',
        edited: false,
        hit: false,
        parts: [{ text: 'Spez.7', hit: false }],
      },
    ]);
  });

  it('of a typed value lights what the machine read in its place', async () => {
    const { batch, cardIds } = await startedBatch(api, 1, { fields: FIELDS });
    const claim = await api.db.work.claim(cardIds[0] ?? '', 'test', 30_000);
    if (claim === null) throw new Error('no card');
    const word = { text: 'Xaxh', confidence: 20, x: 7, y: 8, width: 9, height: 10 };
    const fields = {
      komponist: {
        value: 'Xaxh',
        confidence: 20,
        source: 'label' as const,
        verdict: 'ok' as const,
        words: [0],
      },
    };
    const reading = { text: 'Xaxh', confidence: 20, fields, words: [word], how: {} };
    await api.db.work.succeed(claim, reading, 1);
    const path = `/api/v1/batches/${batch}/results/1.jpg`;
    await api.call('PATCH', path, { fields: { komponist: 'Buxtehude' } }, { 'if-match': '"2"' });
    const [hit] = (await find('Buxtehude', `&batch=${batch}`)).items;
    expect(hit.boxes).toEqual([{ text: 'Xaxh', x: 7, y: 8, width: 9, height: 10 }]);
  });
});

describe('pages', () => {
  it('give every card once, nearest first, through all kinds of match', async () => {
    const batch = await batchOf([
      ...Array.from({ length: 7 }, (_, i) => `Orgelbuch ${i}`),
      ...Array.from({ length: 5 }, (_, i) => `Orgelbuchlein ${i}`),
      ...Array.from({ length: 4 }, (_, i) => `Orge1buch ${i}`),
    ]);
    const seen: string[] = [];
    let after = '';
    for (let page = 0; page < 20; page += 1) {
      const { items, next } = await find('orgelbuch', `&batch=${batch}&limit=3${after}`);
      expect(items.length).toBeLessThanOrEqual(3);
      seen.push(...items.map((hit: { filename: string }) => hit.filename));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    expect(seen).toEqual(Array.from({ length: 16 }, (_, i) => `${i + 1}.jpg`));
  });

  it('take the newest batch first, and keep to a batch, a station or a card', async () => {
    const first = await batchOf(['Kontrapunkt']);
    const second = await batchOf(['Kontrapunkt', 'Kontrapunkt']);
    const all = (await find('kontrapunkt')).items;
    expect(all.map((hit: { batch: { name: string } }) => hit.batch.name)).toEqual([second, second, first]);
    expect((await find('kontrapunkt', `&card=${all[2].cardId}`)).items).toEqual([all[2]]);
    expect((await find('kontrapunkt', '&station=Nirgends')).items).toEqual([]);
    const refused = await api.call('GET', '/api/v1/search?q=a&after=rubbish');
    expect(refused.status).toBe(400);
  });
});

describe('nothing that is typed', () => {
  it.each([
    '',
    ' ',
    '"',
    '""',
    '&|!<->():*',
    "' OR 1=1 --",
    String.raw`\ \' \\`,
    '%_%',
    'a'.repeat(300),
    'x '.repeat(150),
    '"a b c d e f g h i j k l m n o p q r s t u v w x y z"',
    '<img src=x onerror=alert(1)>',
    '½ ™ ﬁ ℡ 🎼',
    'م مكتبة 図書館 Ἀθῆναι',
    "a:* & b' | 'c",
  ])('is an error: %j', async (q) => {
    const reply = await api.call('GET', `/api/v1/search?q=${encodeURIComponent(q)}`);
    expect(reply.status).toBe(200);
    expect(reply.json.next).toBeNull();
  });
});

it('the fold of the database and that of the pages are one', async () => {
  const texts = [
    'Müller, Groß, STRAẞE, ſüße Häuſer',
    'Ærø, Œuvre, Łódź, Đorđe, Ἀθήνας ΣΊΣΥΦΟΣ',
    'Spez.12.345-b/7 (op. 12½) № 7',
    'ﬁnden, ﬀ, x², CO₂, É é e\u0301, Dvořák, Jānis, Ångström',
    "l'Été d’Automne — „Zitat“ … a_b c·d",
    'Москва Ёлка, 12e5, 007, 1.000,50',
  ];
  for (const text of texts) {
    const { rows } = await runSql(
      api.databaseUrl,
      `SELECT search_tokens('${text.replaceAll("'", "''")}') AS words`,
    );
    expect(tokensOf(text).map(({ word }) => word)).toEqual(rows[0].words);
  }
  expect(foldText('Müller')).toBe('muller');
});

it('a word that several batches have is still looked up when the first of them is gone', async () => {
  const first = await batchOf(['Telemann']);
  const second = await batchOf(['Telemann']);
  await api.call('DELETE', `/api/v1/batches/${first}`);
  for (const id of await api.db.sweep.takeDeleted(0, 100, 1_000)) await api.db.sweep.purge(id);
  expect(await found('Teleman', second)).toEqual(['1.jpg part']);
  expect(await found('Telamann', second)).toEqual(['1.jpg similar']);
});
