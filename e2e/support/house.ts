import type { Client, TestFile } from './client.ts';
import { MUSIC_FIELDS, musicCard } from './music-cards.ts';

/** Batches in the states that the pages show, with drawn cards and what people did to them. */
export interface House {
  /** Not started; an image is blurred, one was refused. */
  draft: string;
  /** Ended: read, to check, edited, verified and not read cards, in this order of a drawer. */
  done: string;
  /** The one that Process is shown with. */
  process: string;
}

export interface HouseOptions {
  /** Cards of the drawer that has been read; at least 8. */
  cards: number;
  scale?: number;
}

/** Fills a running Cardmill as a day's work would. */
export async function fillHouse(client: Client, { cards, scale = 0.7 }: HouseOptions): Promise<House> {
  const create = async (title: string, station: string): Promise<string> =>
    (await client.createBatch({ title, station, fields: MUSIC_FIELDS, languages: ['deu'] })).name;
  const done = await create('Musikalien, Lade 17: Bach bis Zelter', 'Platz 2, Lesesaal');
  await client.upload({ batch: done }, await drawer(cards, scale));
  await client.act(done, 'start');
  const draft = await create('Musikalien, Lade 18', 'Platz 2, Lesesaal');
  await client.upload({ batch: draft }, [
    ...(await Promise.all([1, 2, 3, 4].map((n) => musicCard(n + 9, { scale, drawer: 18 })))),
    await musicCard(14, { scale, drawer: 18, blurred: true }),
  ]);
  await client.ended(done, 600_000);
  await review(client, done);
  return { draft, done, process: done };
}

/** A drawer in which one card is broken and two ask for a look. */
async function drawer(count: number, scale: number): Promise<TestFile[]> {
  const files: TestFile[] = [];
  for (let n = 1; n <= count; n += 1) {
    const card = await musicCard(n, {
      scale,
      ...(n === 4 || n === 9 ? { without: 'Titel' } : {}),
      ...(n === 5 ? { remarks: LONG } : {}),
    });
    // The copy of one file ended in the middle.
    files.push(n === 7 ? { ...card, bytes: card.bytes.subarray(0, card.bytes.length * 0.4) } : card);
  }
  return files;
}

const LONG =
  'Alte Signatur Mus. 4.118. Einband lose, Seiten 3 bis 8 fehlen; Stimmen unvollständig, Ergänzung siehe Spez. 14.002';

/** Two values put right by a person, two cards verified. */
async function review(client: Client, batch: string): Promise<void> {
  const path = (n: number): string =>
    `/api/v1/batches/${batch}/results/lade-17-${String(n).padStart(4, '0')}.jpg`;
  const patch = async (n: number, body: unknown): Promise<void> => {
    const row = (await client.results(batch)).find(({ position }) => position === n);
    const reply = await client.send('PATCH', path(n), body, { 'if-match': `"${row?.version}"` });
    if (!reply.ok) throw new Error(await reply.text());
  };
  await patch(1, { fields: { verlag: 'Breitkopf und Härtel, Leipzig' }, verified: true });
  await patch(2, { verified: true });
  await patch(3, { fields: { bemerkungen: 'Graduale zur Kirchweih, WAB 23' } });
}
