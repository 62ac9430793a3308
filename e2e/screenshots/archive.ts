import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runSql, truncatedCard, waitFor } from '@cardmill/testkit';

import type { Client } from '../support/client.ts';
import { fillHouse, type House } from '../support/house.ts';
import { MUSIC_FIELDS, musicCard } from '../support/music-cards.ts';

/** The day of the pictures. Their clocks stand still, so that two sets of pictures differ only by what changed in the pages. */
export const NOW = '2026-11-19T10:42:00Z';

/** Cards of the batch that is being read while its picture is taken. */
const RUNNING = 100;

/** What else the history holds: titles, stations and how they ended. */
const OLDER = [
  {
    title: 'Tonbänder 1961 bis 1974, Kasten 3',
    station: 'Platz 1, Magazin',
    at: '2026-11-18T14:05:00Z',
    cards: 3,
  },
  {
    title: 'Männerchöre, Lade 4',
    station: 'Platz 2, Lesesaal',
    at: '2026-11-18T09:20:00Z',
    cards: 4,
    broken: 1,
  },
  {
    title: 'Nachlass Vogt, Kapsel 2',
    station: 'Platz 1, Magazin',
    at: '2026-11-17T15:41:00Z',
    cards: 2,
    draft: true,
  },
  { title: 'Leihverkehr 1938', station: '', at: '2026-11-16T08:15:00Z', cards: 0, broken: 2 },
] as const;

/** A house at work, as one looks at it in the middle of a day. */
export async function fillArchive(client: Client, data: string, say: (text: string) => void): Promise<House> {
  const sql = await databaseOf(data);
  say('a drawer is read and reviewed');
  const house = await fillHouse(client, { cards: 28, scale: 1 });
  for (const older of OLDER) {
    say(older.title);
    const { name } = await client.createBatch({
      title: older.title,
      station: older.station,
      fields: MUSIC_FIELDS,
      languages: ['deu'],
    });
    const files = await Promise.all(
      Array.from({ length: older.cards }, (_, i) => musicCard(i * 5 + 3, { scale: 0.5, drawer: 4 })),
    );
    for (let n = 0; n < ('broken' in older ? older.broken : 0); n += 1)
      files.push({ name: `lade-4-00${90 + n}.jpg`, bytes: (await truncatedCard()).subarray(n) });
    await client.upload({ batch: name }, files);
    if (!('draft' in older)) {
      await client.act(name, 'start');
      await client.ended(name);
    }
    await sql.date(name, older.at);
  }
  const draft = await sql.date(house.draft, '2026-11-19T10:31:00Z');
  const done = await sql.date(house.done, '2026-11-19T08:12:00Z');
  say('a drawer of which a third is read');
  const process = await startDrawer(client, sql);
  return { draft, done, process };
}

/** A drawer that is being read, so far that there is something to see. */
async function startDrawer(client: Client, sql: Sql): Promise<string> {
  const draft = await client.createBatch({
    title: 'Musikalien, Lade 16: Männerchöre',
    station: 'Platz 2, Lesesaal',
    fields: MUSIC_FIELDS,
    languages: ['deu'],
  });
  for (let first = 1; first <= RUNNING; first += 20) {
    const files = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const n = first + i;
        const card = await musicCard(n, {
          scale: 0.5,
          drawer: 16,
          ...(n % 11 === 3 ? { without: 'Titel' } : {}),
        });
        return n === 7 || n === 31
          ? { ...card, bytes: card.bytes.subarray(0, card.bytes.length * 0.4) }
          : card;
      }),
    );
    await client.upload({ batch: draft.name }, files);
  }
  const name = await sql.date(draft.name, '2026-11-19T10:24:00Z');
  await client.act(name, 'start');
  await waitFor(async () => (await client.batch(name)).counts.succeeded >= RUNNING / 3, {
    timeoutMs: 600_000,
    what: 'a third of the drawer',
  });
  await sql.started(name, '2026-11-19T10:40:00Z');
  return name;
}

interface Sql {
  /** Makes a batch of that day and gives it a name to go with it. @returns the name */
  date: (batch: string, at: string) => Promise<string>;
  /** When a batch that is being read was started, as its page says it. */
  started: (batch: string, at: string) => Promise<void>;
}

async function databaseOf(data: string): Promise<Sql> {
  const read = (name: string) => readFile(join(data, 'postgres', name), 'utf8');
  const [password, pidFile] = await Promise.all([read('password'), read('cluster/postmaster.pid')]);
  const url = `postgresql://cardmill:${password.trim()}@127.0.0.1:${pidFile.split('\n')[3]}/cardmill`;
  return {
    async date(batch, at) {
      const stamp = at.replaceAll(/[-:Z]/g, '').replace('T', '-');
      const of = (column: string) => `${column} = ${column} + ('${at}'::timestamptz - created_at)`;
      const { rows } = await runSql(
        url,
        `UPDATE batches SET name = regexp_replace(name, '_[^_]*_[^_]*$', '_${stamp}_' || left(md5(title), 8)),
           ${of('started_at')}, ${of('finished_at')}, created_at = '${at}' WHERE name = '${batch}' RETURNING id, name`,
      );
      const row: { id: string; name: string } | undefined = rows[0];
      if (row === undefined) throw new Error(`no batch ${batch}`);
      await runSql(
        url,
        `UPDATE cards SET verified_at = '${at}'::timestamptz + interval '1 hour' WHERE batch_id = '${row.id}' AND verified_at IS NOT NULL`,
      );
      await runSql(
        url,
        `UPDATE edits SET at = '${at}'::timestamptz + interval '1 hour' WHERE card_id IN (SELECT id FROM cards WHERE batch_id = '${row.id}')`,
      );
      return row.name;
    },
    async started(batch, at) {
      await runSql(url, `UPDATE batches SET started_at = '${at}' WHERE name = '${batch}'`);
    },
  };
}
