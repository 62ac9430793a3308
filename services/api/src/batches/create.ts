import { randomBytes } from 'node:crypto';

import { makeBatchName } from '@cardmill/contracts';
import type { BatchSetUp } from '@cardmill/db';

import type { Api } from '../deps.ts';

/** Makes a draft under a fresh name and tells the others. Two names clash once in four billion in one second. */
export async function createDraft(
  api: Pick<Api, 'db' | 'hints'>,
  setUp: BatchSetUp,
): Promise<{ id: string; name: string }> {
  const name = makeBatchName(setUp.title, new Date(), randomBytes(4).toString('hex'));
  const { id } = await api.db.createBatch(name, setUp);
  api.hints.changed(name);
  return { id, name };
}
