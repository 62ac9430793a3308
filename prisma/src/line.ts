import { Prisma, type PrismaClient } from './generated/client.ts';
import { readBatches, readOutcomes, type StoredBatch } from './progress.ts';

/** The dispatcher's, the sweeper's and the notifier's side. */
export function lineOperations(client: PrismaClient) {
  return {
    /** Marks due cards as rung, as many as the window has room for, and returns their ids. */
    async dispatch(window: number, lostAfterMs: number): Promise<string[]> {
      const rows = await client.$queryRaw<{ cardId: string }[]>`
        SELECT card_id AS "cardId" FROM cards_dispatch(${window}::int, ${lostAfterMs}::int)`;
      return rows.map((row) => row.cardId);
    },

    /** Mends counters that differ from the rows and names those batches: always none, or there is a defect. */
    async recount(): Promise<string[]> {
      const rows = await client.$queryRaw<{ batch: string }[]>`SELECT batch FROM batches_recount()`;
      return rows.map((row) => row.batch);
    },

    /** Batches with a tombstone whose objects and rows are still to be collected. */
    async deletedBatches(limit: number): Promise<string[]> {
      const rows = await client.batch.findMany({
        where: { deletedAt: { not: null } },
        select: { id: true },
        take: limit,
        orderBy: { deletedAt: 'asc' },
      });
      return rows.map((row) => row.id);
    },

    /** Removes a deleted batch's rows; call it when its objects are gone. */
    async purge(batchId: string): Promise<void> {
      await client.batch.deleteMany({ where: { id: batchId, deletedAt: { not: null } } });
    },

    /** Current numbers of live batches, for whoever polls: the names of those that are gone are missing. */
    async seqs(names: readonly string[]): Promise<Map<string, { seq: number; updatedAt: number }>> {
      const rows = await client.batch.findMany({
        where: { name: { in: [...names] }, deletedAt: null },
        select: { name: true, seq: true, updatedAt: true },
      });
      return new Map(rows.map((row) => [row.name, { seq: row.seq, updatedAt: row.updatedAt.getTime() }]));
    },

    /** Batches that changed at or after a moment of the database's clock, newest first; for the history page's poll. */
    async changedSince(since: Date, limit: number): Promise<StoredBatch[]> {
      return readBatches(client, Prisma.sql`b.updated_at >= ${since}`, limit);
    },

    outcomes: (batchId: string, since: number, limit: number) => readOutcomes(client, batchId, since, limit),
  };
}
