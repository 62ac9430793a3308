import {
  Edit,
  FieldReading,
  type Flag,
  Mark,
  type ResultField,
  type ResultPatch,
  type ResultRow,
} from '@cardmill/contracts';
import { Flag as FlagSchema } from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';
import { storedError } from './progress.ts';
import { Angle, unpackWords } from './work.ts';

export interface ResultsFilter {
  /** Position of the last row already seen. */
  after?: number | undefined;
  /** Only rows that changed after this number. */
  since?: number | undefined;
  /** Only rows whose number is at most this one. */
  until?: number | undefined;
  /** Only rows that changed without a number within so many seconds. */
  revisedWithin?: number | undefined;
  statuses?: readonly string[] | undefined;
  /** Text to be found in the read text, an edit or the file name. */
  q?: string | undefined;
  filename?: string | undefined;
  words?: boolean | undefined;
}

interface Row {
  cardId: string;
  filename: string;
  page: number;
  position: number;
  seq: number;
  version: number;
  status: ResultRow['status'];
  confidence: number | null;
  text: string | null;
  readings: unknown;
  edits: unknown;
  verifications: unknown;
  verified: unknown;
  flags: string[];
  errorCode: string | null;
  errorMessage: string | null;
  durationMs: number | null;
  words: Uint8Array | null;
  angle: unknown;
}

/** New readings of one card, taken from the words it has. */
export interface NewReadings {
  cardId: string;
  /** The card's number that the words belong to: with another one they are not its words any more. */
  seq: number;
  fields: Record<string, FieldReading>;
  /** Keys without an edit whose value is another one: what was verified there was the old value. */
  changed: readonly string[];
}

export type PatchOutcome =
  | { ok: true; row: ResultRow }
  | { ok: false; code: 'card_not_found' | 'version_changed' };

/** Results as people see them: the machine's reading, people's edits beside it, and who confirmed what. */
export function resultOperations(client: PrismaClient) {
  const readPage = async (
    batchId: string,
    filter: ResultsFilter,
    limit: number,
    within: Pick<PrismaClient, '$queryRaw'> = client,
  ): Promise<ResultRow[]> => {
    const where = [Prisma.sql`c.batch_id = ${batchId}::uuid`];
    if (filter.after !== undefined) where.push(Prisma.sql`c.position > ${filter.after}`);
    if (filter.since !== undefined) where.push(Prisma.sql`c.last_seq > ${filter.since}`);
    if (filter.until !== undefined) where.push(Prisma.sql`c.last_seq <= ${filter.until}`);
    if (filter.revisedWithin !== undefined)
      where.push(
        Prisma.sql`c.revised_at > clock_timestamp() - make_interval(secs => ${filter.revisedWithin}::int)`,
      );
    if (filter.filename !== undefined) where.push(Prisma.sql`c.filename = ${filter.filename}`);
    if (filter.statuses !== undefined)
      where.push(Prisma.sql`s.status = ANY (${[...filter.statuses]}::text[])`);
    if (filter.q !== undefined && filter.q.trim() !== '') {
      const like = `%${filter.q.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      where.push(Prisma.sql`(r.text ILIKE ${like} OR c.filename ILIKE ${like}
        OR EXISTS (SELECT FROM edits e WHERE e.card_id = c.id AND e.value ILIKE ${like}))`);
    }
    const rows = await within.$queryRaw<Row[]>`
      SELECT c.id AS "cardId", c.filename, c.page, c.position, c.last_seq AS seq, c.version, s.status,
        r.confidence, r.text, r.fields AS readings,
        (SELECT jsonb_object_agg(e.key, jsonb_build_object('value', e.value, 'by', e.by, 'at', ${iso('e.at')}))
         FROM edits e WHERE e.card_id = c.id) AS edits,
        (SELECT jsonb_object_agg(v.key, jsonb_build_object('by', v.by, 'at', ${iso('v.at')}))
         FROM verifications v WHERE v.card_id = c.id) AS verifications,
        CASE WHEN c.verified_at IS NOT NULL THEN jsonb_build_object('by', c.verified_by, 'at', ${iso('c.verified_at')}) END AS verified,
        -- Of the reading, not of the scan: gone with it when the card is read anew by something else.
        c.flags || CASE WHEN r.how #> '{engine,handwriting}' IS NULL THEN '{}' ELSE '{handwriting}' END::text[] AS flags,
        c.error_code AS "errorCode", c.error_message AS "errorMessage", c.duration_ms AS "durationMs",
        ${filter.words === true ? Prisma.sql`r.words` : Prisma.sql`NULL::bytea`} AS words, r.how -> 'angle' AS angle
      FROM cards c LEFT JOIN results r ON r.card_id = c.id
      -- A card that is being read again still shows what was read before.
      CROSS JOIN LATERAL (SELECT CASE WHEN c.state IN ('succeeded', 'failed', 'cancelled') THEN c.state::text
        WHEN r.card_id IS NOT NULL THEN 'succeeded' END AS status) s
      WHERE s.status IS NOT NULL AND ${Prisma.join(where, ' AND ')}
      ORDER BY c.position LIMIT ${limit}`;
    return rows.map(toResultRow);
  };

  return {
    readResults: (batchId: string, filter: ResultsFilter, limit: number) => readPage(batchId, filter, limit),

    /**
     * A person's changes to one card, if it is still at `version`. An edit takes back that field's and the card's
     * verification; `verified: true` verifies every field of `keys`.
     */
    async patchResult(
      batchId: string,
      filename: string,
      version: number,
      patch: ResultPatch,
      keys: readonly string[],
      by: string | null = null,
    ): Promise<PatchOutcome> {
      const edits = Object.entries(patch.fields ?? {});
      const edited = edits.map(([key]) => key);
      const all = patch.verified !== undefined;
      const verifiedNow = patch.verified === true;
      const verification = Prisma.sql`,
        verified_at = CASE WHEN ${verifiedNow} THEN clock_timestamp() END,
        verified_by = CASE WHEN ${verifiedNow} THEN ${by}::text END`;
      return client.$transaction(async (tx): Promise<PatchOutcome> => {
        const card = await tx.card.findFirst({
          where: { filename, batch: { id: batchId, deletedAt: null } },
          select: { id: true },
        });
        if (card === null) return { ok: false, code: 'card_not_found' };
        // One update of the card, never two: the second in a transaction makes PostgreSQL check the key of the batch
        // again, which locks its row after the card's, against the order that everybody else keeps.
        const count = await tx.$executeRaw`
          UPDATE cards SET version = version + 1, revised_at = clock_timestamp()
            ${all || edits.length > 0 ? verification : Prisma.empty}
          WHERE id = ${card.id}::uuid AND version = ${version}`;
        if (count === 0) return { ok: false, code: 'version_changed' };
        for (const [key, value] of edits) {
          if (value === null) await tx.edit.deleteMany({ where: { cardId: card.id, key } });
          else {
            const data = { value, by, at: new Date() };
            await tx.edit.upsert({
              where: { cardId_key: { cardId: card.id, key } },
              create: { cardId: card.id, key, ...data },
              update: data,
            });
          }
        }
        const unverified = all ? undefined : { in: edited };
        await tx.verification.deleteMany({
          where: { cardId: card.id, ...(unverified === undefined ? {} : { key: unverified }) },
        });
        const confirmed = patch.verified === true ? keys : (patch.verifiedFields ?? []);
        if (confirmed.length > 0) {
          await tx.verification.createMany({
            data: confirmed.map((key) => ({ cardId: card.id, key, by })),
            skipDuplicates: true,
          });
        }
        // Before the commit: after it a retry may take the row away, and what was stored would be denied.
        const [row] = await readPage(batchId, { filename }, 1, tx);
        return row === undefined ? { ok: false, code: 'card_not_found' } : { ok: true, row };
      });
    },

    /**
     * Puts readings of a batch at rest in the place of the old ones; edits stay, and no number is taken.
     * @returns how many cards were changed; null when the batch is gone or is being read again.
     */
    async replaceReadings(batchId: string, readings: readonly NewReadings[]): Promise<number | null> {
      const given = Prisma.sql`jsonb_to_recordset(${JSON.stringify(readings)}::jsonb)
        AS g("cardId" uuid, seq int, fields jsonb, changed jsonb)`;
      return client.$transaction(async (tx) => {
        // The batch first, as everywhere: it keeps a restart from beginning in between.
        const locked = await tx.$queryRaw<unknown[]>`
          SELECT 1 FROM batches WHERE id = ${batchId}::uuid AND deleted_at IS NULL
            AND status IN ('completed', 'failed', 'cancelled') FOR UPDATE`;
        if (locked.length === 0) return null;
        await tx.$executeRaw`
          DELETE FROM verifications v USING ${given}, cards c
          WHERE c.id = g."cardId" AND c.batch_id = ${batchId}::uuid AND c.last_seq = g.seq
            AND v.card_id = c.id AND g.changed ? v.key`;
        await tx.$executeRaw`
          UPDATE results r SET fields = g.fields FROM ${given}, cards c
          WHERE c.id = g."cardId" AND c.batch_id = ${batchId}::uuid AND c.last_seq = g.seq AND r.card_id = c.id`;
        return tx.$executeRaw`
          UPDATE cards c SET version = version + 1, revised_at = clock_timestamp(),
            verified_at = CASE WHEN g.changed = '[]' THEN verified_at END,
            verified_by = CASE WHEN g.changed = '[]' THEN verified_by END
          FROM ${given}
          WHERE c.id = g."cardId" AND c.batch_id = ${batchId}::uuid AND c.last_seq = g.seq`;
      });
    },
  };
}

const Marks = z.record(z.string(), Mark).nullable();

function toResultRow(row: Row): ResultRow {
  const readings = z.record(z.string(), FieldReading).nullable().parse(row.readings) ?? {};
  const edits = z.record(z.string(), Edit).nullable().parse(row.edits) ?? {};
  const marks = Marks.parse(row.verifications) ?? {};
  const keys = new Set([...Object.keys(readings), ...Object.keys(edits), ...Object.keys(marks)]);
  const fields: Record<string, ResultField> = {};
  for (const key of keys) {
    const reading = readings[key] ?? {
      value: null,
      confidence: null,
      source: 'none' as const,
      verdict: 'empty' as const,
    };
    fields[key] = { ...reading, edit: edits[key] ?? null, verified: marks[key] ?? null };
  }
  return {
    cardId: row.cardId,
    filename: row.filename,
    page: row.page,
    position: row.position,
    seq: row.seq,
    version: row.version,
    status: row.status,
    confidence: row.confidence,
    text: row.text,
    fields,
    verified: Mark.nullable().parse(row.verified),
    flags: row.flags.filter((flag): flag is Flag => FlagSchema.safeParse(flag).success),
    error: storedError(row.errorCode, row.errorMessage),
    durationMs: row.durationMs,
    ...(row.words === null ? {} : { words: unpackWords(row.words), angle: Angle.parse(row.angle) }),
  };
}

/** A time stamp as JSON text, UTC with milliseconds. */
const iso = (column: string): Prisma.Sql =>
  Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
