import type { Batch } from '@cardmill/contracts';
import type { Database, StoredBatch } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';

/** @throws ProblemError `batch_not_found` */
export async function requireBatch(db: Pick<Database, 'findBatch'>, name: string): Promise<StoredBatch> {
  const batch = await db.findBatch(name);
  if (batch === null) throw new ProblemError('batch_not_found');
  return batch;
}

/** The key alone, for routes that need no more. @throws ProblemError `batch_not_found` */
export async function requireBatchId(db: Pick<Database, 'findBatchKey'>, name: string): Promise<string> {
  const key = await db.findBatchKey(name);
  if (key === null) throw new ProblemError('batch_not_found');
  return key.id;
}

/** A batch as the wire has it: without the database's key. */
export function toWire({ id: _id, ...batch }: StoredBatch): Batch {
  return batch;
}
