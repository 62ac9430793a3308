import { accessKey } from '@cardmill/contracts/wire';
import { bulkyFile, runSql } from '@cardmill/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest, readCard, startedBatch, toAnswer } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const fields = [{ label: 'Komponist' }, { label: '=Titel', key: 'titel' }];
const word = { text: 'Bach', confidence: 90, x: 1, y: 2, width: 3, height: 4 };

describe('results', () => {
  it('are exactly [] before the first and 404 for an unknown batch', async () => {
    const { batch } = await startedBatch(api, 1);
    expect((await api.call('GET', `/api/v1/batches/${batch}/results`)).text).toBe('[]');
    const unknown = await api.call('GET', '/api/v1/batches/none_20260101-000000_00000000/results');
    expect(unknown).toMatchObject({ status: 404, json: { code: 'batch_not_found' } });
  });

  it('come in card order, filtered and with words when asked', async () => {
    const { batch, cardIds } = await startedBatch(api, 4, { fields });
    const [a = '', b = '', c = ''] = cardIds;
    await readCard(api, c, { text: 'drei', fields: { komponist: 'Bach' }, words: [word] });
    await readCard(api, b, { error: 'image_truncated' });
    await readCard(api, a, { text: 'eins' });
    const get = async (query = '') =>
      (await api.call('GET', `/api/v1/batches/${batch}/results${query}`)).json;
    const names = async (query = '') => (await get(query)).map((row: { filename: string }) => row.filename);
    expect(await names()).toEqual(['1.jpg', '2.jpg', '3.jpg']);
    expect(await names('?status=failed,cancelled')).toEqual(['2.jpg']);
    expect(await names('?since=2')).toEqual(['2.jpg', '1.jpg'].toSorted().filter((name) => name !== '3.jpg'));
    expect(await names('?since=1&until=2')).toEqual(['3.jpg']);
    expect(await names('?limit=1&after=1')).toEqual(['2.jpg']);
    expect(await names('?q=DREI')).toEqual(['3.jpg']);
    const [row] = await get('?q=drei&include=words');
    expect(row).toMatchObject({ words: [word], fields: { komponist: { value: 'Bach', edit: null } } });
    expect((await get())[1].error).toMatchObject({ code: 'image_truncated' });
    await api.call('POST', `/api/v1/batches/${batch}/cancel`);
    expect(await names()).toEqual(['1.jpg', '2.jpg', '3.jpg', '4.jpg']);
    expect((await api.call('GET', `/api/v1/batches/${batch}/results?status=odd`)).status).toBe(400);
  });

  it('keep a person’s values beside the machine’s; nobody overwrites another unseen', async () => {
    const { batch, cardIds } = await startedBatch(api, 1, { fields });
    await readCard(api, cardIds[0] ?? '', { text: 'x', fields: { komponist: 'Baeh' } });
    const path = `/api/v1/batches/${batch}/results/1.jpg`;
    const patch = (body: object, match?: string) =>
      api.call('PATCH', path, body, match === undefined ? {} : { 'if-match': match });
    expect((await patch({ fields: { komponist: 'Bach' } })).json.code).toBe('if_match_required');
    const [row] = (await api.call('GET', `/api/v1/batches/${batch}/results`)).json;
    const edited = await patch({ fields: { komponist: 'Bach\n' } }, `"${row.version}"`);
    expect(edited.json.fields.komponist).toMatchObject({
      value: 'Baeh',
      edit: { value: 'Bach\n', by: null },
    });
    expect(edited.headers.get('etag')).toBe(`"${edited.json.version}"`);
    const late = await patch({ fields: { komponist: 'Beck' } }, `"${row.version}"`);
    expect(late).toMatchObject({ status: 412, json: { code: 'version_changed' } });
    const all = await patch({ verified: true }, `W/"${edited.json.version}"`);
    expect(all.json).toMatchObject({ verified: { by: null }, fields: { titel: { verified: { by: null } } } });
    const back = await patch({ fields: { komponist: null } }, String(all.json.version));
    expect(back.json).toMatchObject({
      verified: null,
      fields: { komponist: { edit: null, verified: null } },
    });
    expect(back.json.fields.titel.verified).not.toBeNull();
    expect(back.json.seq).toBe(row.seq);
    expect((await patch({ fields: { nobody: 'x' } }, String(back.json.version))).status).toBe(400);
    expect((await patch({}, String(back.json.version))).status).toBe(400);
    expect((await patch({ verified: true }, '"abc"')).status).toBe(412);
  });

  it('tell who shows them what was revised without a number, and nothing else', async () => {
    const { batch, cardIds } = await startedBatch(api, 3, { fields });
    for (const id of cardIds) await readCard(api, id, { text: 'x', fields: { komponist: 'Baeh' } });
    const path = `/api/v1/batches/${batch}/results`;
    const revised = async () =>
      (await api.call('GET', `${path}?revisedWithin=60`)).json.map(
        (row: { filename: string }) => row.filename,
      );
    const patch = (name: string, body: object, version: number) =>
      api.call('PATCH', `${path}/${name}`, body, { 'if-match': String(version) });
    expect(await revised()).toEqual([]);
    const [row] = (await api.call('GET', path)).json;
    const edited = await patch('2.jpg', { fields: { komponist: 'Bach' } }, row.version);
    await patch('3.jpg', { verifiedFields: ['komponist'] }, row.version);
    expect(await revised()).toEqual(['2.jpg', '3.jpg']);
    // An edit that was taken back leaves nothing behind but that it was.
    await patch('2.jpg', { fields: { komponist: null } }, edited.json.version);
    await runSql(
      api.databaseUrl,
      `UPDATE cards SET revised_at = now() - interval '2 minutes' WHERE filename = '3.jpg'`,
    );
    expect(await revised()).toEqual(['2.jpg']);
  });
});

describe('re-extract', () => {
  it('takes changed fields out of the stored words; edits stay, verified old values do not', async () => {
    const { batch, cardIds } = await startedBatch(api, 2, { fields: [{ label: 'Titel' }] });
    const line = (text: string, y: number) =>
      text.split(' ').map((part, i) => ({ ...word, text: part, x: 20 + i * 120, y, width: 100, height: 20 }));
    const words = [...line('Komponist: Bach', 10), ...line('Titel: Fuge', 60)];
    for (const id of cardIds) await readCard(api, id, { text: 'x', fields: { titel: 'falsch' }, words });
    const path = `/api/v1/batches/${batch}`;
    const [first] = (await api.call('GET', `${path}/results`)).json;
    const edit = { fields: { titel: 'Toccata' } };
    await api.call('PATCH', `${path}/results/1.jpg`, edit, { 'if-match': String(first.version) });
    await api.call(
      'PATCH',
      `${path}/results/2.jpg`,
      { verified: true },
      { 'if-match': String(first.version) },
    );
    const fields = [{ label: 'Titel' }, { label: 'Komponist' }];
    const done = await api.call('POST', `${path}/re-extract`, { fields });
    expect(done).toMatchObject({ status: 200, json: { batch, changed: 2 } });
    const rows = (await api.call('GET', `${path}/results`)).json;
    expect(rows[0].fields).toMatchObject({
      titel: { value: 'Fuge', edit: { value: 'Toccata' } },
      komponist: { value: 'Bach' },
    });
    expect(rows[1]).toMatchObject({ verified: null, fields: { titel: { value: 'Fuge', verified: null } } });
    expect(rows[0].seq).toBe(first.seq);
    expect((await api.call('GET', path)).json.fields).toHaveLength(2);
    expect((await api.call('POST', `${path}/re-extract`)).json.changed).toBe(0);
  });

  it('takes lines of a card that lay askew as lines', async () => {
    const fields = [{ label: 'Komponist' }, { label: 'Titel' }];
    const { batch, cardIds } = await startedBatch(api, 1, { fields });
    // 5 degrees over 800 px: the value stands 70 px below its label.
    const row = (label: string, value: string, y: number) => [
      { ...word, text: label, x: 20, y, width: 100, height: 29 },
      { ...word, text: value, x: 820, y: y + 70, width: 100, height: 29 },
    ];
    const words = [...row('Komponist', 'Bach', 100), ...row('Titel', 'Fuge', 170)];
    const cardId = cardIds[0] ?? '';
    await readCard(api, cardId, { text: 'x', words, how: { angle: 5 } });
    await runSql(api.databaseUrl, `UPDATE cards SET width = 1000, height = 600 WHERE id = '${cardId}'`);
    const path = `/api/v1/batches/${batch}`;
    expect((await api.call('POST', `${path}/re-extract`)).json.changed).toBe(1);
    const [result] = (await api.call('GET', `${path}/results?include=words`)).json;
    const expected = { komponist: { value: 'Bach' }, titel: { value: 'Fuge' } };
    expect(result).toMatchObject({ angle: 5, fields: expected });
    const tried = await api.call('POST', '/api/v1/templates/free-text/try?wait=0', { batch, fields });
    expect(tried.json.cards[0]).toMatchObject({ status: 'read', fields: expected });
  });

  it('finds several records on a card, which are edited, verified and exported like others', async () => {
    const { batch, cardIds } = await startedBatch(api, 1, {
      fields: [{ label: 'Titel' }, { label: 'Jahr', kind: 'date', pattern: '\\d{4}' }],
      options: { records: { field: 'titel' } },
    });
    const line = (text: string, y: number) =>
      text.split(' ').map((part, i) => ({ ...word, text: part, x: 20 + i * 120, y, width: 100, height: 20 }));
    const words = ['Titel: Fuge', 'Jahr: 1708', 'Titel: Messe', 'Jahr: 1733'].flatMap((text, i) =>
      line(text, 10 + i * 50),
    );
    await readCard(api, cardIds[0] ?? '', { text: 'x', fields: {}, words });
    const path = `/api/v1/batches/${batch}`;
    expect((await api.call('POST', `${path}/re-extract`)).json.changed).toBe(1);
    const [row] = (await api.call('GET', `${path}/results`)).json;
    expect(row.fields).toMatchObject({
      titel: { value: 'Fuge' },
      'titel#2': { value: 'Messe' },
      'jahr#2': { value: '1733', normalised: '1733' },
    });
    const patch = (body: object, version: number) =>
      api.call('PATCH', `${path}/results/1.jpg`, body, { 'if-match': String(version) });
    expect((await patch({ fields: { 'titel#3': 'x' } }, row.version)).status).toBe(400);
    const edited = await patch({ fields: { 'titel#2': 'Messe h-Moll' } }, row.version);
    const all = await patch({ verified: true }, edited.json.version);
    expect(all.json.fields['jahr#2'].verified).not.toBeNull();
    const csv = await api.call('GET', `${path}/export?normalised=true`);
    const [head, ...lines] = csv.text.replace(/^\uFEFF/, '').split('\r\n');
    expect(head).toContain('Jahr,Jahr (machine),Jahr (confidence),Jahr (normalised)');
    expect(lines).toEqual([
      '1.jpg,1,succeeded,91.5,,true,Fuge,Fuge,90,,1708,1708,90,1708',
      '1.jpg,1,succeeded,91.5,,true,Messe h-Moll,Messe,90,,1733,1733,90,1733',
      '',
    ]);
    expect((await api.call('GET', `${path}/export?format=json`)).json).toHaveLength(1);
  });

  it('refuses a start of records that is not RE2 syntax', async () => {
    const records = { pattern: '(' };
    const { batch } = await startedBatch(api, 1);
    const refused = [
      await api.call('POST', `/api/v1/batches/${batch}/re-extract`, { records }),
      await api.call('POST', '/api/v1/batches', { title: 'x', options: { records } }),
      await api.call('POST', '/api/v1/templates', { name: 'x', fields: [], options: { records } }),
    ];
    for (const answer of refused)
      expect(answer).toMatchObject({ status: 422, json: { code: 'pattern_invalid' } });
  });

  it('waits until nothing is being read', async () => {
    const { batch } = await startedBatch(api, 1);
    const answer = await api.call('POST', `/api/v1/batches/${batch}/re-extract`);
    expect(answer).toMatchObject({ status: 409, json: { code: 'state_forbids' } });
  });
});

describe('the export', () => {
  it('is a table with every card that no spreadsheet takes for formulas', async () => {
    const { batch, cardIds } = await startedBatch(api, 4, { fields });
    const [a = '', b = '', c = ''] = cardIds;
    await readCard(api, a, { text: 'x', fields: { komponist: '=1+1', titel: 'Größe; "Welt", ja' } });
    await readCard(api, b, { error: 'image_corrupt' });
    await readCard(api, c, { text: 'x', fields: { komponist: '\n@x', titel: '＝SUM(A1)' } });
    const [row] = (await api.call('GET', `/api/v1/batches/${batch}/results`)).json;
    await api.call(
      'PATCH',
      `/api/v1/batches/${batch}/results/1.jpg`,
      { fields: { komponist: '-Bach\r\n' } },
      { 'if-match': String(row.version) },
    );
    const answer = await fetch(`${api.url}/api/v1/batches/${batch}/export?format=csv`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain(`filename="${batch}.csv"`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const lines = bytes.subarray(3).toString('utf8').split('\r\n');
    expect(lines[0]).toBe(
      `filename,page,status,confidence,error,verified,Komponist,Komponist (machine),Komponist (confidence),'=Titel,'=Titel (machine),'=Titel (confidence)`,
    );
    expect(lines[1]).toBe(
      `1.jpg,1,succeeded,91.5,,false,'-Bach,'=1+1,90,"Größe; ""Welt"", ja","Größe; ""Welt"", ja",90`,
    );
    expect(lines[2]).toMatch(/^2\.jpg,1,failed,,image_corrupt: .*,false,,,,,,$/);
    expect(lines[3]).toBe(`3.jpg,1,succeeded,91.5,,false,"'\n@x","'\n@x",90,'＝SUM(A1),'＝SUM(A1),90`);
    expect(lines[4]).toMatch(/^4\.jpg,1,(queued|processing),,,false,,,,,,$/);
    expect(lines.slice(5)).toEqual(['']);
  });

  it('as JSON is the rows with their words', async () => {
    const { batch, cardIds } = await startedBatch(api, 1);
    await readCard(api, cardIds[0] ?? '', { text: 'Bach', words: [word] });
    const { json, headers } = await api.call('GET', `/api/v1/batches/${batch}/export?format=json`);
    expect(json).toMatchObject([{ filename: '1.jpg', text: 'Bach', words: [word] }]);
    expect(headers.get('content-disposition')).toContain('.json');
  });
});

describe('images', () => {
  it('are served, of failed cards too; what is not made yet is not_ready', async () => {
    const { batch, cardIds } = await startedBatch(api, 1);
    await readCard(api, cardIds[0] ?? '', { error: 'image_corrupt' });
    const path = `/batches-static/${batch}/1.jpg`;
    expect(await api.call('GET', path)).toMatchObject({ status: 404, json: { code: 'not_ready' } });
    const original = await fetch(`${api.url}${path}?variant=original`);
    expect(Buffer.from(await original.arrayBuffer())).toEqual(bulkyFile(400, 0));
    expect(original.headers.get('content-type')).toBe('image/jpeg');
    expect(original.headers.get('content-disposition')).toBe(
      `attachment; filename="1.jpg"; filename*=UTF-8''1.jpg`,
    );
    expect(original.headers.get('x-content-type-options')).toBe('nosniff');
    const etag = original.headers.get('etag') ?? '';
    const known = await fetch(`${api.url}${path}?variant=original`, { headers: { 'if-none-match': etag } });
    expect(known.status).toBe(304);
    const card = await api.db.findCardImages(batch, '1.jpg');
    if (card === null) throw new Error('no card');
    await api.store.put(accessKey(card), Buffer.from('jpeg'), {
      contentType: 'image/jpeg',
    });
    expect((await api.call('GET', path)).text).toBe('jpeg');
    expect((await fetch(api.url + path, { method: 'HEAD' })).headers.get('content-length')).toBe('4');
    expect((await api.call('GET', `/batches-static/${batch}/2.jpg`)).json.code).toBe('card_not_found');
    expect((await api.call('GET', `${path}?variant=svg`)).status).toBe(400);
  });

  it('are replaced by a new scan, read at once when the batch has started', async () => {
    const { batch, cardIds } = await startedBatch(api, 1);
    await readCard(api, cardIds[0] ?? '', { error: 'image_truncated' });
    const path = `/api/v1/batches/${batch}/files/1.jpg`;
    const put = async (bytes: Uint8Array, name = path) => {
      const answer = await fetch(api.url + name, {
        method: 'PUT',
        headers: { 'content-type': 'image/jpeg' },
        body: new Uint8Array(bytes),
      });
      return toAnswer(answer);
    };
    expect(await put(Buffer.from('GIF89a'))).toMatchObject({
      status: 422,
      json: { filename: '1.jpg', outcome: 'rejected', code: 'unsupported_type', message: expect.any(String) },
    });
    expect(await put(Buffer.alloc(0))).toMatchObject({ status: 422, json: { code: 'empty_file' } });
    expect(await put(bulkyFile(400, 0))).toMatchObject({ status: 200, json: { outcome: 'duplicate' } });
    const old = await fetch(`${api.url}/batches-static/${batch}/1.jpg?variant=original`);
    expect(old.status).toBe(200);
    const taken = await put(bulkyFile(500, 9));
    expect(taken).toMatchObject({
      status: 200,
      json: { filename: '1.jpg', outcome: 'accepted', cardId: cardIds[0] },
    });
    const now = await fetch(`${api.url}/batches-static/${batch}/1.jpg?variant=original`);
    expect((await now.arrayBuffer()).byteLength).toBe(500);
    expect((await api.call('GET', `/api/v1/batches/${batch}`)).json.counts.queued).toBe(1);
    expect((await put(bulkyFile(500, 9), `${path}x`)).json.code).toBe('card_not_found');
    const form = new FormData();
    form.append('files', new Blob([new Uint8Array(bulkyFile(600, 10))]), 'any.jpg');
    const multipart = await fetch(api.url + path, { method: 'PUT', body: form });
    expect((await toAnswer(multipart)).json).toMatchObject({ outcome: 'accepted' });
  });
});
