import {
  type CardState,
  CHECK_BELOW,
  REVIEW_STEP,
  type ReviewCards,
  type ReviewCardsQuery,
  ReviewGroup,
} from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';

interface CardLine {
  /** Null where nobody asked for it. */
  id: string | null;
  position: number;
  state: CardState;
  /** Null: there is nothing to verify. */
  sureness: number | null;
  check: boolean;
  verified: boolean;
}

/** How far the review of a batch is. */
export interface ReviewCounts {
  cards: number;
  verified: number;
  toCheck: number;
  groups: ReviewGroup[];
}

/** 0 for a broken rule, else the confidence of the least sure value `f`; a card without any has its own. */
const SURENESS = Prisma.sql`coalesce(min(CASE f.value ->> 'verdict' WHEN 'empty' THEN NULL
  WHEN 'ok' THEN (f.value ->> 'confidence')::float8 ELSE 0 END), r.confidence, 0)`;
/** As `needsCheck` of the pages: a flag on the scan, a broken rule, or a value that the engine was unsure of. */
export const CHECK = Prisma.sql`(coalesce(bool_or(CASE f.value ->> 'verdict' WHEN 'empty' THEN false
    WHEN 'ok' THEN (f.value ->> 'confidence')::float8 < ${CHECK_BELOW} ELSE true END), r.confidence < ${CHECK_BELOW}, false)
  OR NOT c.flags <@ '{duplicate}' OR r.how #> '{engine,handwriting}' IS NOT NULL)`;
const stepOf = (confidence: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`least(100 - ${REVIEW_STEP}::int, floor(${confidence} / ${REVIEW_STEP}::int)::int * ${REVIEW_STEP}::int)`;
/** As values are compared everywhere (`foldValue` of the evaluation), in a collation that does not hang on the server's. */
const folded = (text: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`regexp_replace(lower(normalize(coalesce(${text}, ''), NFC) COLLATE "pg_c_utf8"), '[^[:alnum:]]+', '', 'g')`;
const ENDED: readonly CardState[] = ['succeeded', 'failed', 'cancelled'];
const READ = Prisma.sql`f.value ->> 'value'`;

/** What the review of a batch goes by, made in the database: ten thousand rows are not read to count them. */
export function reviewOperations(client: PrismaClient) {
  return {
    /** Every card of the batch in card order, with as little of each as a queue needs. */
    async readReviewCards(batchId: string, { include }: ReviewCardsQuery = {}): Promise<ReviewCards> {
      const lines = await client.$queryRaw<CardLine[]>`
        SELECT CASE WHEN ${include === 'run'} THEN c.id END AS id, c.position, c.state, c.verified_at IS NOT NULL AS verified,
          round(s.sureness)::int AS sureness, coalesce(s.check, false) AS check
        FROM cards c LEFT JOIN results r ON r.card_id = c.id AND c.state <> 'failed'
        LEFT JOIN LATERAL (
          SELECT ${SURENESS} AS sureness, ${CHECK} AS check FROM jsonb_each(r.fields) f
        ) s ON r.card_id IS NOT NULL
        WHERE c.batch_id = ${batchId}::uuid ORDER BY c.position`;
      const at = (wanted: (line: CardLine) => boolean): number[] =>
        lines.filter(wanted).map(({ position }) => position);
      return {
        cards: lines.flatMap(({ position, sureness }) => (sureness === null ? [] : [[position, sureness]])),
        check: at((line) => line.check),
        verified: at((line) => line.sureness !== null && line.verified),
        notRead: at((line) => line.state === 'failed'),
        waiting: at((line) => line.sureness === null && line.state !== 'failed'),
        ...(include === 'run' && {
          run: {
            cards: lines.flatMap(({ position, id }) => (id === null ? [] : [[position, id]])),
            open: at((line) => !ENDED.includes(line.state)),
            cancelled: at((line) => line.state === 'cancelled'),
          },
        }),
      };
    },

    /** Counts of a batch, and its values in groups. */
    async readReview(batchId: string): Promise<ReviewCounts> {
      const [row] = await client.$queryRaw<(Omit<ReviewCounts, 'groups'> & { groups: unknown })[]>`
        WITH card AS MATERIALIZED (
          SELECT c.id, c.verified_at IS NOT NULL AS verified, r.fields, s.step, s.check
          FROM cards c JOIN results r ON r.card_id = c.id CROSS JOIN LATERAL (
            SELECT ${stepOf(SURENESS)} AS step, ${CHECK} AS check FROM jsonb_each(r.fields) f
          ) s
          WHERE c.batch_id = ${batchId}::uuid AND c.state <> 'failed'
        ), alike AS (
          SELECT card.step AS card, CASE
              WHEN f.value ->> 'verdict' NOT IN ('ok', 'empty') THEN '"broken"'
              WHEN f.value ->> 'verdict' = 'empty' OR f.value ->> 'confidence' IS NULL THEN '"empty"'
              ELSE ${stepOf(Prisma.sql`(f.value ->> 'confidence')::float8`)}::text END::jsonb AS value,
            count(*) FILTER (WHERE v.key IS NULL AND e.key IS NULL) AS open,
            count(v.key) AS checked,
            count(*) FILTER (WHERE v.key IS NOT NULL AND e.key IS NOT NULL
              AND ${folded(Prisma.sql`e.value`)} <> ${folded(READ)}
              AND ${folded(Prisma.sql`e.value`)} <> ${folded(Prisma.sql`coalesce(f.value ->> 'normalised', ${READ})`)}) AS wrong
          FROM card CROSS JOIN LATERAL jsonb_each(card.fields) f
          LEFT JOIN verifications v ON v.card_id = card.id AND v.key = f.key
          LEFT JOIN edits e ON e.card_id = card.id AND e.key = f.key
          GROUP BY 1, 2
        )
        SELECT count(*)::int AS cards, count(*) FILTER (WHERE verified)::int AS verified,
          count(*) FILTER (WHERE card.check AND NOT verified)::int AS "toCheck",
          (SELECT coalesce(jsonb_agg(to_jsonb(alike)), '[]') FROM alike) AS groups
        FROM card`;
      if (row === undefined) throw new Error('an aggregate answers one row');
      return { ...row, groups: z.array(ReviewGroup).parse(row.groups) };
    },
  };
}
