import { Prisma, type PrismaClient } from './generated/client.ts';
import { readOutcomes, readSummaries, type StoredSummary } from './progress.ts';

/**
 * A card to ring for. `fresh`: new in the window. Rung for again, a repair: `expired_lease`, the worker that had it died;
 * `lost_bell`, nobody came.
 */
export interface Rung {
  cardId: string;
  kind: 'fresh' | 'expired_lease' | 'lost_bell';
}

/** The dispatcher's, the sweeper's and the notifier's side. */
export function lineOperations(client: PrismaClient) {
  return {
    /**
     * Marks cards as rung, as many as the window has room for, and those inside it whose bell is to ring again.
     * @param bells card jobs in the queue, waiting or taken: only cards beyond their number can have lost their bell.
     */
    async dispatch(window: number, lostAfterMs: number, bells = 0): Promise<Rung[]> {
      return client.$queryRaw<Rung[]>`
        SELECT card_id AS "cardId", kind FROM cards_dispatch(${window}::int, ${lostAfterMs}::int, ${bells}::int)`;
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

    /** Drafts that nobody touched for so many days, oldest first, by name. */
    async abandonedDrafts(days: number, limit: number): Promise<string[]> {
      const rows = await client.$queryRaw<{ name: string }[]>`
        SELECT name FROM batches
        WHERE deleted_at IS NULL AND status = 'draft' AND updated_at < now() - make_interval(days => ${days}::int)
        ORDER BY updated_at LIMIT ${limit}`;
      return rows.map((row) => row.name);
    },

    /** Intents of uploads begun longer ago than `olderThanMs` and never accepted: nobody is storing under them any more. */
    async deadIntents(olderThanMs: number, limit: number): Promise<{ id: string; batchId: string }[]> {
      return client.$queryRaw<{ id: string; batchId: string }[]>`
        SELECT id, batch_id AS "batchId" FROM files
        WHERE state = 'uploading' AND created_at < now() - make_interval(secs => ${olderThanMs / 1000}::float8)
        ORDER BY created_at LIMIT ${limit}`;
    },

    /** Current numbers of live batches, for whoever polls: the names of those that are gone are missing. */
    async seqs(names: readonly string[]): Promise<Map<string, { seq: number; updatedAt: number }>> {
      const rows = await client.batch.findMany({
        where: { name: { in: [...names] }, deletedAt: null },
        select: { name: true, seq: true, updatedAt: true },
      });
      return new Map(rows.map((row) => [row.name, { seq: row.seq, updatedAt: row.updatedAt.getTime() }]));
    },

    /** A batch as watchers see it; null when there is none. Cheap whatever its size and its set-up. */
    async summary(name: string): Promise<StoredSummary | null> {
      const [summary] = await readSummaries(client, Prisma.sql`b.name = ${name}`, 1);
      return summary ?? null;
    },

    /**
     * Batches that changed at or after a moment of the database's clock, newest first; for the history page's poll.
     * Looks only at those that can change by themselves and at those that came to rest since: not at the whole house.
     */
    async changedSince(since: Date, limit: number): Promise<StoredSummary[]> {
      const changed = Prisma.sql`b.id IN (
        SELECT a.id FROM batches a
        WHERE a.deleted_at IS NULL AND a.status IN ('draft', 'queued', 'running') AND a.updated_at >= ${since}
        UNION ALL
        SELECT a.id FROM batches a WHERE a.finished_at >= ${since})`;
      return readSummaries(client, changed, limit);
    },

    /** Names of batches whose tombstone was set at or after a moment of the database's clock. */
    async goneSince(since: Date, limit: number): Promise<string[]> {
      const rows = await client.batch.findMany({
        where: { deletedAt: { gte: since } },
        select: { name: true },
        take: limit,
      });
      return rows.map((row) => row.name);
    },

    /** Workers with a fresh heartbeat, as `BatchProgress.workers` counts them. */
    async freshWorkers(): Promise<number> {
      const rows = await client.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM workers WHERE heartbeat_at > now() - interval '15 seconds'`;
      return rows[0]?.n ?? 0;
    },

    outcomes: (batchId: string, since: number, limit: number) => readOutcomes(client, batchId, since, limit),
  };
}
