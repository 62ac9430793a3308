import { randomBytes } from 'node:crypto';

import { makeBatchName } from '@cardmill/contracts';
import type { Claim, Database, Reading } from '@cardmill/db';

/** A reading nobody reads. */
export const READING: Reading = {
  text: 'Bach',
  confidence: 90,
  fields: { komponist: { value: 'Bach', confidence: 90, source: 'label', verdict: 'ok' } },
  words: [{ text: 'Bach', confidence: 90, x: 1, y: 1, width: 10, height: 10 }],
  how: { engine: { name: 'fake', version: '1' } },
};

/** A draft with `cards` cards, all pages of one file. */
export async function draftWith(
  db: Database,
  cards: number,
  station = '',
  languages: readonly string[] = ['deu'],
): Promise<{ name: string; id: string; filenames: string[] }> {
  const name = makeBatchName('Test', new Date(), randomBytes(4).toString('hex'));
  const { id } = await db.createBatch(name, {
    title: 'Test',
    station,
    fields: [],
    templateId: 'free-text',
    languages: [...languages],
    options: {},
  });
  const filenames = Array.from({ length: cards }, (_, i) => `${String(i + 1).padStart(5, '0')}.jpg`);
  if (cards > 0) {
    const file = await db.intendFile(id, 'cards.tif');
    await db.acceptFile(
      file.id,
      { sha256: randomBytes(32).toString('hex'), size: 1, mediaType: 'image/tiff' },
      filenames,
    );
  }
  return { name, id, filenames };
}

/** Takes in hand what can be claimed of a batch, in order, at most `limit` cards. */
export async function claimOf(
  db: Database,
  batchId: string,
  limit: number,
  leaseMs = 30_000,
): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { id } of await db.listCards(batchId, 0, 1_000)) {
    if (claims.length === limit) break;
    const claim = await db.work.claim(id, 'test', leaseMs);
    if (claim !== null) claims.push(claim);
  }
  return claims;
}

/** Takes one card in hand that must be there to take. */
export async function claimOne(db: Database, batchId: string, leaseMs = 30_000): Promise<Claim> {
  const [claim] = await claimOf(db, batchId, 1, leaseMs);
  if (claim === undefined) throw new Error('there is no card to claim');
  return claim;
}

/** A batch that has been started. */
export async function startedWith(
  db: Database,
  cards: number,
  station = '',
  languages: readonly string[] = ['deu'],
) {
  const batch = await draftWith(db, cards, station, languages);
  await db.start(batch.name);
  return batch;
}

/** Takes the card in hand whose turn it is, and reads it. */
export async function readNext(
  db: Database,
  from: Parameters<Database['work']['claimTurn']>[2],
): Promise<Claim> {
  const claim = await db.work.claimTurn('test', 60_000, from);
  if (claim === null) throw new Error('there is no card to claim');
  await db.work.succeed(claim, READING, 1);
  return claim;
}
