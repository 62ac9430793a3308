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

/** A batch that was not as it should be: its counters, or, the counters being right, its missed end. */
export interface Mended {
  batch: string;
  kind: 'counters' | 'batch_end';
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

    /**
     * Mends batches whose counters differ from their rows, or whose end was missed: always none, or there is a defect.
     * @returns the batches mended by this call.
     */
    async recount(): Promise<Mended[]> {
      const differing = await client.$queryRaw<{ batchId: string }[]>`
        SELECT batch_id AS "batchId" FROM batches_differing()`;
      const mended: Mended[] = [];
      for (const { batchId } of differing) {
        mended.push(
          ...(await client.$queryRaw<Mended[]>`SELECT batch, kind FROM batch_recount(${batchId}::uuid)`),
        );
      }
      return mended;
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
