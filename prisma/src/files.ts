import { Orientation } from '@cardmill/contracts';

import type { PrismaClient } from './generated/client.ts';

export interface AcceptedFile {
  sha256: string;
  size: number;
  mediaType: string;
}

export type Acceptance =
  | { outcome: 'accepted'; cardId: string; duplicateOf: string | null }
  | { outcome: 'duplicate'; cardId: string }
  | {
      outcome: 'rejected';
      code: 'batch_deleted' | 'batch_started' | 'filename_taken' | 'server_unavailable';
    };

export type Replacement =
  | { outcome: 'accepted'; cardId: string; seq: number }
  | { outcome: 'duplicate'; cardId: string }
  | { outcome: 'rejected'; code: 'batch_deleted' | 'card_not_found' | 'server_unavailable' };

export type Removal =
  | { ok: true }
  | { ok: false; code: 'batch_not_found' | 'card_not_found' | 'batch_started' };

/** Where a card's images are. */
export interface CardImages {
  batchId: string;
  cardId: string;
  fileId: string;
  filename: string;
  mediaType: string;
  inspected: boolean;
  /** Of the access image and the thumbnail. */
  orientation: Orientation;
}

/** Files and cards on their way in and out of a batch. */
export function fileOperations(client: PrismaClient) {
  return {
    /** The intent row: written before the first byte is stored, so that no object is ever without a row that names it. */
    async intendFile(batchId: string, filename: string): Promise<{ id: string }> {
      return client.file.create({ data: { batchId, filename }, select: { id: true } });
    },

    /** Says that the file is still coming in: an upload without such a sign is collected after a while. */
    async keepIntent(id: string): Promise<void> {
      await client.$executeRaw`
        UPDATE files SET kept_at = clock_timestamp() WHERE id = ${id}::uuid AND state = 'uploading'`;
    },

    /** Takes an intent back under which nothing was or will be accepted. The caller deletes the object first. */
    async abandonFile(id: string): Promise<void> {
      await client.file.deleteMany({ where: { id, state: { in: ['uploading', 'discarded'] } } });
    },

    /**
     * Accepts the stored file and its cards in one commit. After `duplicate` and `rejected` it is discarded: the caller
     * deletes the object and then the intent, or the sweeper does.
     * @param names one card name per page.
     * @param before names of cards that come later in the drawer: the new ones are put in front of those that are there.
     */
    async acceptFile(
      id: string,
      file: AcceptedFile,
      names: readonly string[],
      before: readonly string[] = [],
    ): Promise<Acceptance> {
      const [row] = await client.$queryRaw<
        {
          code: 'batch_deleted' | 'batch_started' | 'filename_taken' | 'server_unavailable' | null;
          outcome: string;
          cardId: string | null;
          duplicateOf: string | null;
        }[]
      >`SELECT code, outcome, card_id AS "cardId", duplicate_of AS "duplicateOf"
        FROM file_accept(${id}::uuid, ${file.sha256}, ${file.size}::bigint, ${file.mediaType}, ${[...names]}::text[],
          ${[...before]}::text[])`;
      if (row === undefined) throw new Error('file_accept returned no row');
      if (row.code !== null) return { outcome: 'rejected', code: row.code };
      if (row.cardId === null) throw new Error('file_accept returned no card');
      return row.outcome === 'duplicate'
        ? { outcome: 'duplicate', cardId: row.cardId }
        : { outcome: 'accepted', cardId: row.cardId, duplicateOf: row.duplicateOf };
    },

    /** Puts the stored file in a card's place; see `acceptFile` for the intent. The old scan is left to the sweeper. */
    async replaceFile(
      id: string,
      filename: string,
      file: AcceptedFile,
      by: string | null = null,
    ): Promise<Replacement> {
      const [row] = await client.$queryRaw<
        {
          code: 'batch_deleted' | 'card_not_found' | 'server_unavailable' | null;
          outcome: string;
          cardId: string | null;
          seq: number;
        }[]
      >`SELECT code, outcome, card_id AS "cardId", seq
        FROM file_replace(${id}::uuid, ${filename}, ${file.sha256}, ${file.size}::bigint, ${file.mediaType}, ${by})`;
      if (row === undefined) throw new Error('file_replace returned no row');
      if (row.code !== null) return { outcome: 'rejected', code: row.code };
      if (row.cardId === null) throw new Error('file_replace returned no card');
      return row.outcome === 'duplicate'
        ? { outcome: 'duplicate', cardId: row.cardId }
        : { outcome: 'accepted', cardId: row.cardId, seq: row.seq };
    },

    /** Takes a card out of a draft. Its objects are left to the sweeper. */
    async removeCard(batch: string, filename: string): Promise<Removal> {
      const [row] = await client.$queryRaw<
        { code: Extract<Removal, { ok: false }>['code'] | null }[]
      >`SELECT card_remove(${batch}, ${filename}) AS code`;
      if (row === undefined) throw new Error('card_remove returned no row');
      return row.code === null ? { ok: true } : { ok: false, code: row.code };
    },

    async findCardImages(batch: string, filename: string): Promise<CardImages | null> {
      const card = await client.card.findFirst({
        where: { filename, batch: { name: batch, deletedAt: null } },
        select: {
          id: true,
          batchId: true,
          fileId: true,
          filename: true,
          inspectedAt: true,
          orientation: true,
          file: { select: { mediaType: true } },
        },
      });
      return card === null
        ? null
        : {
            batchId: card.batchId,
            cardId: card.id,
            fileId: card.fileId,
            filename: card.filename,
            mediaType: card.file.mediaType ?? 'application/octet-stream',
            inspected: card.inspectedAt !== null,
            orientation: Orientation.parse(card.orientation),
          };
    },

    /** The cards of a draft as they stand, in order: what the upload and configure pages show after a reload. */
    async listCards(batchId: string, after: number, limit: number) {
      return client.card.findMany({
        where: { batchId, position: { gt: after } },
        orderBy: { position: 'asc' },
        take: limit,
        select: {
          id: true,
          filename: true,
          page: true,
          position: true,
          state: true,
          flags: true,
          errorCode: true,
          errorMessage: true,
          inspectedAt: true,
          width: true,
          height: true,
        },
      });
    },
  };
}
