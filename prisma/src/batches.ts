import type {
  BatchCounts,
  BatchQuery,
  BatchSort,
  BatchStatus,
  Field,
  ReadingOptions,
} from '@cardmill/contracts';

import { batchActions } from './actions.ts';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { readBatches, type StoredBatch } from './progress.ts';

export interface BatchSetUp {
  title: string;
  station: string;
  fields: Field[];
  templateId: string | null;
  languages: string[];
  options: ReadingOptions;
}

/** What each order sorts by, of batch `b` and, of the page's last one, of `a`; equal ones by the time-ordered id. */
const SORTS: Record<BatchSort, { key: (alias: 'a' | 'b') => Prisma.Sql; rising: boolean }> = {
  newest: { key: (alias) => Prisma.raw(`${alias}.created_at`), rising: false },
  oldest: { key: (alias) => Prisma.raw(`${alias}.created_at`), rising: true },
  changed: { key: (alias) => Prisma.raw(`${alias}.updated_at`), rising: false },
  title: { key: (alias) => Prisma.raw(`search_fold(${alias}.title) COLLATE pg_c_utf8`), rising: true },
  notRead: { key: (alias) => Prisma.raw(`${alias}.n_failed`), rising: false },
};

/** What people do with whole batches. */
export function batchOperations(client: PrismaClient) {
  const act = batchActions(client);
  const findBatch = async (name: string): Promise<StoredBatch | null> => {
    const [batch] = await readBatches(client, Prisma.sql`b.name = ${name}`, 1);
    return batch ?? null;
  };

  return {
    findBatch,

    /** The key and status only: for routes that need no more. */
    async findBatchKey(name: string): Promise<{ id: string; status: StoredBatch['status'] } | null> {
      return client.batch.findFirst({ where: { name, deletedAt: null }, select: { id: true, status: true } });
    },

    /** @param name made by `makeBatchName`; a clash is an error and worth another random part. */
    async createBatch(name: string, setUp: BatchSetUp, by: string | null = null): Promise<{ id: string }> {
      return client.batch.create({ data: { name, by, ...setUp }, select: { id: true } });
    },

    /**
     * @param version what the person saw; null: whatever it is.
     * @returns false when the batch is no draft any more, or somebody else was first.
     */
    async patchBatch(name: string, patch: Partial<BatchSetUp>, version: number | null): Promise<boolean> {
      const { count } = await client.batch.updateMany({
        where: { name, deletedAt: null, status: 'draft', ...(version === null ? {} : { version }) },
        data: { ...patch, version: { increment: 1 }, updatedAt: new Date() },
      });
      return count === 1;
    },

    /** The fields of a batch that is at rest after a run. @returns false when there is none, or it is not at rest. */
    async replaceFields(name: string, fields: Field[], templateId: string | null): Promise<boolean> {
      const { count } = await client.batch.updateMany({
        where: { name, deletedAt: null, status: { in: ['completed', 'failed', 'cancelled'] } },
        data: { fields, templateId, version: { increment: 1 }, updatedAt: new Date() },
      });
      return count === 1;
    },

    /** In the order asked for. `next` goes into `after`; null at the end. */
    async listBatches(query: BatchQuery): Promise<{ items: StoredBatch[]; next: string | null }> {
      const where = [fitting(query)];
      if (query.status !== undefined) {
        where.push(Prisma.sql`b.status::text = ANY (${query.status.split(',')}::text[])`);
      }
      const { key, rising } = SORTS[query.sort];
      if (query.after !== undefined) {
        where.push(Prisma.sql`(${key('b')}, b.id) ${Prisma.raw(rising ? '>' : '<')}
          (SELECT ${key('a')}, a.id FROM batches a WHERE a.name = ${query.after})`);
      }
      const way = Prisma.raw(rising ? 'ASC' : 'DESC');
      const order = Prisma.sql`${key('b')} ${way}, b.id ${way}`;
      const items = await readBatches(client, Prisma.join(where, ' AND '), query.limit + 1, order);
      const page = items.slice(0, query.limit);
      return { items: page, next: items.length > query.limit ? (page.at(-1)?.name ?? null) : null };
    },

    /** How many batches of each status there are of this station and with this text. */
    async countBatches(query: Pick<BatchQuery, 'station' | 'q'>): Promise<BatchCounts> {
      const rows = await client.$queryRaw<{ status: BatchStatus; n: number }[]>`
        SELECT b.status::text AS status, count(*)::int AS n FROM batches b
        WHERE b.deleted_at IS NULL AND ${fitting(query)} GROUP BY b.status`;
      const counts: BatchCounts = { draft: 0, queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
      for (const { status, n } of rows) counts[status] = n;
      return counts;
    },

    start: (name: string, by: string | null = null) => act(Prisma.sql`batch_start(${name}, ${by})`),

    cancel: (name: string, run: number | null, by: string | null = null) =>
      act(Prisma.sql`batch_cancel(${name}, ${run}::int, ${by}, NULL, NULL)`),

    /** The system ends a batch that cannot go on; it can be resumed. */
    stop: (name: string, run: number, error: { code: string; message: string }) =>
      act(Prisma.sql`batch_cancel(${name}, ${run}::int, NULL, ${error.code}, ${error.message})`),

    requeue: (
      name: string,
      kind: 'resume' | 'retry' | 'retry-image' | 'restart',
      run: number | null,
      filename: string | null,
      by: string | null = null,
    ) => act(Prisma.sql`batch_requeue(${name}, ${kind}, ${run}::int, ${filename}, ${by})`),

    /** Sets the tombstone. @returns the batch's id for collecting its objects, null when there is none. */
    async deleteBatch(name: string): Promise<{ id: string; seq: number } | null> {
      const rows = await client.$queryRaw<{ code: string | null; id: string; seq: number }[]>`
        SELECT code, batch_id AS id, seq FROM batch_delete(${name})`;
      const row = rows[0];
      return row === undefined || row.code !== null ? null : { id: row.id, seq: row.seq };
    },
  };
}

/** The batches that a person looks for, of whatever status. */
function fitting({ station, q }: Pick<BatchQuery, 'station' | 'q'>): Prisma.Sql {
  const where = [Prisma.sql`true`];
  if (station !== undefined) where.push(Prisma.sql`b.station = ${station}`);
  if (q !== undefined && q.trim() !== '') {
    const like = `%${q.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    where.push(Prisma.sql`(b.title ILIKE ${like} OR b.name ILIKE ${like} OR b.station ILIKE ${like})`);
  }
  return Prisma.join(where, ' AND ');
}
