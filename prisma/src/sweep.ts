import { type ActionOutcome, batchActions } from './actions.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';

/** Objects of a file that no card needs any more. */
export interface Garbage {
  fileId: string;
  batchId: string;
  /** True: the original goes too. */
  whole: boolean;
  /** Cards whose images, as made of this file, go. */
  cardIds: string[];
}

/**
 * The sweeper's side: what has waited too long, and what is garbage. Whatever is taken is held for `holdMs`: until then
 * no other sweeper gets it.
 */
export function sweepOperations(client: PrismaClient) {
  const act = batchActions(client);
  return {
    /** Started batches that have reported one cause for so long, without a success in between. */
    async waitedOut(afterMs: number, limit: number): Promise<{ batch: string; cause: string }[]> {
      return client.$queryRaw`SELECT batch, cause FROM batches_waited_out(${afterMs}::int, ${limit}::int)`;
    },

    /** Stops a batch that still waits on that cause; a success or an action that came first prevents it. */
    stopWaiting: (batch: string, cause: string, afterMs: number, message: string): Promise<ActionOutcome> =>
      act(Prisma.sql`batch_stop_waiting(${batch}, ${cause}, ${afterMs}::int, ${message})`),

    /** Drafts that nobody touched for so many days, oldest first, by name. */
    async abandonedDrafts(days: number, limit: number): Promise<string[]> {
      const rows = await client.$queryRaw<{ name: string }[]>`
        SELECT name FROM batches
        WHERE deleted_at IS NULL AND status = 'draft' AND updated_at < now() - make_interval(days => ${days}::int)
        ORDER BY updated_at LIMIT ${limit}`;
      return rows.map((row) => row.name);
    },

    /** Deletes such a draft; refused when somebody touched or started it meanwhile. */
    abandon: (batch: string, days: number): Promise<ActionOutcome> =>
      act(Prisma.sql`batch_abandon(${batch}, ${days}::int)`),

    /** Takes deleted batches whose grace is over; their objects and then their rows are to go. */
    async takeDeleted(graceMs: number, limit: number, holdMs: number): Promise<string[]> {
      const rows = await client.$queryRaw<{ batchId: string }[]>`
        SELECT batch_id AS "batchId"
        FROM batches_collect(${graceMs}::bigint, ${limit}::int, ${holdMs}::int)`;
      return rows.map((row) => row.batchId);
    },

    /** Removes a deleted batch's rows, some at a time; call it when its objects are gone. */
    async purge(batchId: string): Promise<void> {
      for (;;) {
        // A drawer of a hundred thousand in one statement would outlast the statement's bound.
        const removed = await client.$executeRaw`
          DELETE FROM cards WHERE id IN (
            SELECT c.id FROM cards c JOIN batches b ON b.id = c.batch_id
            WHERE c.batch_id = ${batchId}::uuid AND b.deleted_at IS NOT NULL LIMIT 5000)`;
        if (removed === 0) break;
      }
      // Before the batch: what a crash in between leaves is still named by a row.
      await client.$executeRaw`
        SELECT search_forget(id) FROM batches WHERE id = ${batchId}::uuid AND deleted_at IS NOT NULL`;
      await client.batch.deleteMany({ where: { id: batchId, deletedAt: { not: null } } });
    },

    /** Takes files that are garbage, in whole or in part, uploads that died among them, and whose grace is over. */
    async takeGarbage(graceMs: number, limit: number, holdMs: number): Promise<Garbage[]> {
      return client.$queryRaw<Garbage[]>`
        SELECT file_id AS "fileId", batch_id AS "batchId", whole, card_ids AS "cardIds"
        FROM files_collect(${graceMs}::bigint, ${limit}::int, ${holdMs}::int)`;
    },

    /** Forgets garbage whose objects are gone. */
    async collected(garbage: Pick<Garbage, 'fileId' | 'cardIds'>): Promise<void> {
      await client.$executeRaw`SELECT file_collected(${garbage.fileId}::uuid, ${garbage.cardIds}::uuid[])`;
    },
  };
}
