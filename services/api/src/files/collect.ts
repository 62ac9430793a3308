import { cardPrefix, originalKey } from '@cardmill/contracts/wire';
import { withDeadline } from '@cardmill/server-kit';

import type { Api } from '../deps.ts';

type Deps = Pick<Api, 'store' | 'logger'>;

/** Objects of a card that was taken out of its batch. What cannot be deleted now goes with the batch. */
export function collectCard(
  deps: Deps,
  card: { batchId: string; cardId: string; fileId: string | null },
): Promise<void> {
  return collect(deps, card.cardId, async () => {
    await deletePrefix(deps, cardPrefix(card.batchId, card.cardId));
    // Null: other pages of the same file are left.
    if (card.fileId !== null) await deps.store.delete(originalKey(card.batchId, card.fileId));
  });
}

/** The scan that was replaced, with what was made of it. */
export function collectOldScan(
  deps: Deps,
  scan: { batchId: string; cardId: string; oldFileId: string | null; replacedFileId: string },
): Promise<void> {
  return collect(deps, scan.cardId, async () => {
    await deletePrefix(deps, `${cardPrefix(scan.batchId, scan.cardId)}${scan.replacedFileId}/`);
    if (scan.oldFileId !== null) await deps.store.delete(originalKey(scan.batchId, scan.oldFileId));
  });
}

async function deletePrefix({ store }: Deps, prefix: string): Promise<void> {
  for await (const { key } of store.list(prefix)) await store.delete(key);
}

async function collect({ logger }: Deps, cardId: string, work: () => Promise<void>): Promise<void> {
  try {
    await withDeadline(work(), 10_000, 'deleting objects of a card');
  } catch (err) {
    logger.warn({ err, cardId }, 'objects of a card are left until the batch is deleted');
  }
}
