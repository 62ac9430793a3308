import { createHash } from 'node:crypto';

import { accessKey, batchPrefix, originalKey, thumbnailKey } from '@cardmill/contracts/wire';
import type { ObjectStore } from '@cardmill/storage';
import type { Pool } from 'pg';

import type { Rows } from './rows.ts';

const MAX_BYTES = 2 ** 27;

/** I5: what rows refer to is in the store, whole. */
export async function objectsAreThere(store: ObjectStore, rows: Rows): Promise<string[]> {
  const { batch, cards, files } = rows;
  if (batch.deleted) return [];
  const wrong: string[] = [];
  for (const file of files) {
    const key = originalKey(batch.id, file.id);
    try {
      const bytes = await store.read(key, { maxBytes: MAX_BYTES });
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (hash !== file.sha256) wrong.push(`I5 the original of ${file.filename} has other bytes`);
    } catch (error) {
      wrong.push(`I5 the original of ${file.filename}: ${String(error)}`);
    }
  }
  for (const card of cards) {
    // Of what was never looked at, or could not be, there are no pictures.
    if (!card.inspected || card.state === 'failed') continue;
    const scan = { batchId: batch.id, cardId: card.id, fileId: card.fileId, orientation: card.orientation };
    for (const key of [accessKey(scan), thumbnailKey(scan)])
      if ((await store.head(key)) === null) wrong.push(`I5 ${card.filename}: no ${key.split('/').at(-1)}`);
  }
  return wrong;
}

/** I5: every object belongs to a row, to an upload under way, or to a batch that is about to be collected. */
export async function objectsHaveRows(store: ObjectStore, db: Pool): Promise<string[]> {
  const known = await db.query<{ batch: string; id: string }>(
    `SELECT batch_id AS batch, id FROM files UNION ALL SELECT batch_id, id FROM cards`,
  );
  const ids = new Set(known.rows.map((row) => row.id));
  const dying = await db.query<{ id: string }>(`SELECT id FROM batches WHERE deleted_at IS NOT NULL`);
  const tombstones = dying.rows.map((row) => batchPrefix(row.id));
  const wrong: string[] = [];
  for await (const { key } of store.list('')) {
    // batches/<batch>/files/<file>/… or batches/<batch>/cards/<card>/<file>/…
    const parts = key.split('/');
    const owner = parts[3] ?? '';
    const scan = parts[2] === 'cards' ? (parts[4] ?? '') : owner;
    if (ids.has(owner) && ids.has(scan)) continue;
    if (!tombstones.some((prefix) => key.startsWith(prefix))) wrong.push(`I5 nobody knows of ${key}`);
  }
  return wrong;
}
