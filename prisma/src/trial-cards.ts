import { type CodedError, type Flag, Flag as FlagSchema, Orientation, type Word } from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';
import { storedError } from './progress.ts';
import type { SampleSettings } from './samples.ts';
import { type AccessImage, Angle, unpackWords } from './work.ts';

/** A card on which a template is tried. */
export interface TrialCard {
  cardId: string;
  filename: string;
  flags: Flag[];
  /** It has ended in its batch: read, with a result, or failed. Null: it has not. */
  ended: 'read' | 'failed' | null;
  error: CodedError | null;
  /** What people say is on the card, by field key: their edits, and what they verified as it was read; empty: no value. */
  expected: Record<string, string>;
}

/** What there is of one card: read by a worker, failed by its own fault, or still to be read. */
export type TrialReading = { cardId: string } & (
  | {
      state: 'read';
      text: string;
      confidence: number | null;
      words: Word[];
      durationMs: number | null;
      /** The image that the words are in; null when its size is not known. */
      image: AccessImage | null;
      /** Degrees by which the lines of text fall to the right in it. */
      angle: number;
      /** Read by the vision model. */
      handwriting: boolean;
    }
  | { state: 'failed'; error: CodedError | null; durationMs: number | null }
  /** `error`: the trouble that is being waited out. */
  | { state: 'waiting'; error: CodedError | null }
);

type CardRow = Omit<TrialCard, 'flags' | 'error' | 'expected'> & {
  flags: string[];
  errorCode: string | null;
  errorMessage: string | null;
  expected: unknown;
};

interface ReadingRow {
  cardId: string;
  state: 'wanted' | 'reading' | 'read' | 'failed';
  text: string | null;
  confidence: number | null;
  words: Uint8Array | null;
  durationMs: number | null;
  width: number | null;
  height: number | null;
  orientation: number | null;
  angle: unknown;
  errorCode: string | null;
  errorMessage: string | null;
  waiting: string | null;
  handwriting: boolean;
}

/** The cards on which a template is tried, and what there is of them. */
export function trialOperations(client: PrismaClient) {
  return {
    /**
     * Cards of a batch, in its order.
     * @param pick by name; or so many, those first that a person has checked, the others as by lot but always the same.
     */
    async trialCards(
      batchId: string,
      pick: { filenames: readonly string[] } | { limit: number },
    ): Promise<TrialCard[]> {
      const picked =
        'limit' in pick
          ? Prisma.sql`c.id IN (
              SELECT p.id FROM cards p WHERE p.batch_id = ${batchId}::uuid
              ORDER BY EXISTS (SELECT FROM edits e WHERE e.card_id = p.id)
                OR EXISTS (SELECT FROM verifications v WHERE v.card_id = p.id) DESC, md5(p.id::text)
              LIMIT ${pick.limit}::int)`
          : Prisma.sql`c.filename = ANY (${[...pick.filenames]}::text[])`;
      const rows = await client.$queryRaw<CardRow[]>`
        SELECT c.id AS "cardId", c.filename, c.flags,
          CASE WHEN c.state = 'succeeded' AND r.card_id IS NOT NULL THEN 'read' WHEN c.state = 'failed' THEN 'failed' END AS ended,
          c.error_code AS "errorCode", c.error_message AS "errorMessage",
          (SELECT jsonb_object_agg(k.key, k.value) FROM (
            SELECT v.key, coalesce(r.fields -> v.key ->> 'value', '') AS value FROM verifications v
            WHERE v.card_id = c.id AND NOT EXISTS (SELECT FROM edits e WHERE e.card_id = c.id AND e.key = v.key)
            UNION ALL SELECT e.key, e.value FROM edits e WHERE e.card_id = c.id) k) AS expected
        FROM cards c LEFT JOIN results r ON r.card_id = c.id
        WHERE c.batch_id = ${batchId}::uuid AND ${picked}
        ORDER BY c.position`;
      return rows.map(({ errorCode, errorMessage, ...row }) => ({
        ...row,
        flags: row.flags.filter((flag): flag is Flag => FlagSchema.safeParse(flag).success),
        error: storedError(errorCode, errorMessage),
        expected: z.record(z.string(), z.string()).nullable().parse(row.expected) ?? {},
      }));
    },

    /** Results of cards that have been read in their batch. */
    async trialResults(cardIds: readonly string[]): Promise<TrialReading[]> {
      const rows = await client.$queryRaw<ReadingRow[]>`
        SELECT c.id AS "cardId", 'read' AS state, r.text, r.confidence, r.words, c.duration_ms AS "durationMs", c.width, c.height, c.orientation, r.how -> 'angle' AS angle,
          NULL AS "errorCode", NULL AS "errorMessage", NULL AS waiting,
          r.how #> '{engine,handwriting}' IS NOT NULL AS handwriting
        FROM cards c JOIN results r ON r.card_id = c.id WHERE c.id = ANY (${[...cardIds]}::uuid[])`;
      return rows.map(toReading);
    },

    /** Samples of these cards' present files; a card without one is not among them. */
    async trialSamples(cardIds: readonly string[], settings: SampleSettings): Promise<TrialReading[]> {
      const rows = await client.$queryRaw<ReadingRow[]>`
        SELECT s.card_id AS "cardId", s.state, s.text, s.confidence, s.words, s.duration_ms AS "durationMs", s.width, s.height, s.orientation, s.how -> 'angle' AS angle,
          s.error_code AS "errorCode", s.error_message AS "errorMessage", s.waiting,
          coalesce(s.how, '{}') #> '{engine,handwriting}' IS NOT NULL AS handwriting
        FROM samples s JOIN cards c ON c.id = s.card_id AND c.file_id = s.file_id
        WHERE s.card_id = ANY (${[...cardIds]}::uuid[])
          AND s.settings = sample_settings(${[...settings.languages]}::text[], ${JSON.stringify(settings.options)}::jsonb)`;
      return rows.map(toReading);
    },
  };
}

function toReading(row: ReadingRow): TrialReading {
  const { cardId, durationMs, width, height } = row;
  const orientation = Orientation.catch(0).parse(row.orientation);
  switch (row.state) {
    case 'wanted':
    case 'reading':
      return { cardId, state: 'waiting', error: storedError(row.waiting, null) };
    case 'failed':
      return { cardId, state: 'failed', error: storedError(row.errorCode, row.errorMessage), durationMs };
    case 'read':
      return {
        cardId,
        state: 'read',
        text: row.text ?? '',
        confidence: row.confidence,
        words: row.words === null ? [] : unpackWords(row.words),
        durationMs,
        image: width === null || height === null ? null : { width, height, orientation },
        angle: Angle.parse(row.angle),
        handwriting: row.handwriting,
      };
  }
}
