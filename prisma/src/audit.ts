import type { Orientation } from '@cardmill/contracts';

import type { PrismaClient } from './generated/client.ts';

/** An object in storage by its ids; `cardId` is null for an original. */
export interface ObjectOf {
  batchId: string;
  fileId: string;
  cardId: string | null;
}

/** A card with what it needs in storage. */
export interface AuditedCard {
  cardId: string;
  filename: string;
  position: number;
  fileId: string;
  /** Its images have been made. */
  inspected: boolean;
  /** Of its images. */
  orientation: Orientation;
}

/** Rows against objects: what an audit asks. Nothing is changed. */
export function auditOperations(client: PrismaClient) {
  return {
    /**
     * Which of these objects a row knows: one that needs it, one that lets it be collected (garbage, a tombstone), or
     * the intent of an upload.
     * @returns for each object, in order.
     */
    async known(objects: readonly ObjectOf[]): Promise<boolean[]> {
      const rows = await client.$queryRaw<{ known: boolean }[]>`
        SELECT EXISTS (
          SELECT FROM batches b WHERE b.id = o.batch_id AND (
            b.deleted_at IS NOT NULL
            OR EXISTS (SELECT FROM files f WHERE f.id = o.file_id AND f.batch_id = b.id
              AND (o.card_id IS NULL OR o.card_id = ANY (f.gone_cards)))
            OR EXISTS (SELECT FROM cards c WHERE c.id = o.card_id AND c.batch_id = b.id AND c.file_id = o.file_id))
        ) AS known
        FROM unnest(${objects.map((object) => object.batchId)}::uuid[],
          ${objects.map((object) => object.fileId)}::uuid[],
          ${objects.map((object) => object.cardId ?? '')}::text[])
          WITH ORDINALITY AS given (batch_id, file_id, card_text, n)
        CROSS JOIN LATERAL (SELECT given.batch_id, given.file_id, nullif(given.card_text, '')::uuid AS card_id) o
        ORDER BY given.n`;
      return rows.map((row) => row.known);
    },

    /** Batches that are not deleted, some at a time. @param after id of the last one seen; null: from the beginning. */
    async batches(after: string | null, limit: number): Promise<{ id: string; name: string }[]> {
      return client.batch.findMany({
        where: { deletedAt: null, ...(after === null ? {} : { id: { gt: after } }) },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, name: true },
      });
    },

    /** Cards of a batch in order, some at a time. @param after position of the last one seen. */
    async cards(batchId: string, after: number, limit: number): Promise<AuditedCard[]> {
      return client.$queryRaw<AuditedCard[]>`
        SELECT id AS "cardId", filename, position, file_id AS "fileId", inspected_at IS NOT NULL AS inspected,
          orientation
        FROM cards WHERE batch_id = ${batchId}::uuid AND position > ${after} ORDER BY position LIMIT ${limit}`;
    },

    /** Whether the card, as it was seen, is still like that: not deleted, replaced, turned or to be inspected anew. */
    async stillNeeds(card: AuditedCard): Promise<boolean> {
      const found = await client.card.findFirst({
        where: {
          id: card.cardId,
          fileId: card.fileId,
          orientation: card.orientation,
          batch: { deletedAt: null },
          ...(card.inspected ? { inspectedAt: { not: null } } : {}),
        },
        select: { id: true },
      });
      return found !== null;
    },
  };
}
