import { deflateSync, inflateSync } from 'node:zlib';

import {
  type CodedError,
  Field,
  type FieldReading,
  Orientation,
  ReadingOptions,
  Word,
} from '@cardmill/contracts';
import { z } from 'zod';

import { Prisma, type PrismaClient } from './generated/client.ts';

/** A card in hand: everything an attempt needs, from the one round trip of the claim. */
export interface Claim {
  cardId: string;
  batchId: string;
  batch: string;
  seq: number;
  /** This claim made the batch `running`: worth a hint. */
  firstOfRun: boolean;
  /** True: read it. False: the batch is a draft, only inspect it. */
  recognise: boolean;
  run: number;
  attempt: number;
  /** Attempts that died with this card since it was queued. */
  crashCount: number;
  inspected: boolean;
  /** Of the access image that is shown; 0 until the card is inspected. */
  orientation: Orientation;
  filename: string;
  /** Page of the stored file, counted from 1. */
  page: number;
  fileId: string;
  sha256: string;
  mediaType: string;
  fields: Field[];
  languages: string[];
  options: ReadingOptions;
}

/** An access image: pixels, and degrees clockwise that the scan was turned by for it beyond its EXIF tag. */
export interface AccessImage {
  width: number;
  height: number;
  orientation: Orientation;
}

/** `angle` of a reading's `how`: too little text to tell, or a reading that says nothing of it, is level. */
export const Angle = z
  .number()
  .nullish()
  .transform((angle) => angle ?? 0);

/** What a winning attempt read. */
export interface Reading {
  text: string;
  confidence: number | null;
  fields: Record<string, FieldReading>;
  words: Word[];
  /** The access image that the words are in, when it may be another than the inspection's. */
  image?: AccessImage;
  /** Engine and version, model and its sha256, settings, geometry (`angle`: see {@link Angle}). */
  how: Record<string, unknown>;
}

export interface Numbered {
  batch: string;
  seq: number;
}

/**
 * Bounds the looking again of one claim: every miss means that somebody else got a card, so a claim that misses this
 * often is only out of luck, and the poller looks again.
 */
const LOOKS = 100;

const CLAIM = Prisma.sql`card_id AS "cardId", batch_id AS "batchId", batch, seq, first_of_run AS "firstOfRun", recognise,
  run, attempt, crash_count AS "crashCount", inspected, orientation, filename, page, file_id AS "fileId", sha256,
  media_type AS "mediaType", fields, languages, options`;

const parseClaim = (row: Claim): Claim => ({
  ...row,
  fields: z.array(Field).parse(row.fields),
  options: ReadingOptions.parse(row.options),
  orientation: Orientation.parse(row.orientation),
});

/** The worker's side of a card; every call is one round trip and null or false means: no longer yours. */
export function workOperations(client: PrismaClient) {
  return {
    /** @param leaseMs how long the card stays in hand without a heartbeat, on the database's clock. */
    async claim(cardId: string, worker: string, leaseMs: number): Promise<Claim | null> {
      const [row] = await client.$queryRaw<Claim[]>`
        SELECT ${CLAIM} FROM card_claim(${cardId}::uuid, ${worker}, ${leaseMs}::int)`;
      return row === undefined ? null : parseClaim(row);
    },

    /**
     * Takes the card in hand whose turn it is: of the station served least recently, there of the class (urgent, bulk),
     * then of the batch, the first by position.
     * @param from rung: true: only among the cards that the bell rang for; false: among all that can be claimed. languages:
     *   what the worker's engine is set to; cards of other languages wait for up to 5 s more since they were served.
     * @returns null when there is nothing to claim.
     */
    async claimTurn(
      worker: string,
      leaseMs: number,
      { rung, languages = null }: { rung: boolean; languages?: readonly string[] | null },
    ): Promise<Claim | null> {
      for (let look = 0; look < LOOKS; look += 1) {
        const [row] = await client.$queryRaw<(Claim | { cardId: null })[]>`
          SELECT ${CLAIM} FROM card_claim_turn(${worker}, ${leaseMs}::int, ${rung}, ${languages}::text[])`;
        if (row === undefined) return null;
        if (row.cardId !== null) return parseClaim(row);
      }
      return null;
    },

    async heartbeat(claim: Pick<Claim, 'cardId' | 'attempt'>, leaseMs: number): Promise<boolean> {
      const rows = await client.$queryRaw<{ held: boolean }[]>`
        SELECT card_heartbeat(${claim.cardId}::uuid, ${claim.attempt}::int, ${leaseMs}::int) AS held`;
      return rows[0]?.held ?? false;
    },

    /** @param done nothing more is done with the card in this attempt. */
    async inspected(
      claim: Pick<Claim, 'cardId' | 'attempt'>,
      facts: Omit<AccessImage, 'orientation'> & Partial<AccessImage> & { flags: readonly string[] },
      done: boolean,
    ): Promise<boolean> {
      const rows = await client.$queryRaw<{ held: boolean }[]>`
        SELECT card_inspected(${claim.cardId}::uuid, ${claim.attempt}::int, ${facts.width}::int, ${facts.height}::int,
          ${facts.orientation ?? 0}::smallint, ${[...facts.flags]}::text[], ${done}) AS held`;
      return rows[0]?.held ?? false;
    },

    /** Puts the card back, counting nothing against it. @param cause problem code shown as `waiting`; null: none. */
    async release(
      claim: Pick<Claim, 'cardId' | 'attempt'>,
      delayMs: number,
      cause: string | null,
    ): Promise<Numbered | null> {
      const rows = await client.$queryRaw<Numbered[]>`
        SELECT batch, seq FROM card_release(${claim.cardId}::uuid, ${claim.attempt}::int, ${delayMs}::int, ${cause})`;
      return rows[0] ?? null;
    },

    async succeed(
      claim: Pick<Claim, 'cardId' | 'attempt'>,
      reading: Reading,
      durationMs: number,
    ): Promise<Numbered | null> {
      const rows = await client.$queryRaw<Numbered[]>`
        SELECT batch, seq FROM card_finalise(${claim.cardId}::uuid, ${claim.attempt}::int, 'succeeded', NULL, NULL,
          ${Math.round(durationMs)}::int, ${withoutNul(reading.text)}, ${reading.confidence}::float8,
          ${withoutNul(JSON.stringify(reading.fields))}::jsonb, ${packWords(reading.words)}::bytea,
          ${JSON.stringify(reading.how)}::jsonb, ${reading.image?.width}::int, ${reading.image?.height}::int,
          ${reading.image?.orientation}::smallint)`;
      return rows[0] ?? null;
    },

    async fail(
      claim: Pick<Claim, 'cardId' | 'attempt'>,
      error: CodedError,
      durationMs: number,
    ): Promise<Numbered | null> {
      const rows = await client.$queryRaw<Numbered[]>`
        SELECT batch, seq FROM card_finalise(${claim.cardId}::uuid, ${claim.attempt}::int, 'failed', ${error.code},
          ${error.message}, ${Math.round(durationMs)}::int, NULL, NULL, NULL, NULL, NULL)`;
      return rows[0] ?? null;
    },

    /**
     * Cards that are due, in the order of turns, those too whose bell rang longer ago than `lostAfterMs` and that
     * nobody took. What idle workers live on when Redis is away.
     */
    async due(limit: number, lostAfterMs: number): Promise<string[]> {
      const rows = await client.$queryRaw<{ cardId: string }[]>`
        SELECT card_id AS "cardId"
        FROM cards_due(${limit}::int, clock_timestamp() - make_interval(secs => ${lostAfterMs / 1000}::float8))`;
      return rows.map((row) => row.cardId);
    },

    /** Says that this worker is there and what it can read. @param handwriting whether it has an endpoint for that */
    async workerHeartbeat(id: string, languages: readonly string[], handwriting = false): Promise<void> {
      await client.$executeRaw`SELECT worker_heartbeat(${id}, ${[...languages]}::text[], ${handwriting})`;
    },

    /** A worker that stops is not counted any more. */
    async workerGone(id: string): Promise<void> {
      await client.$executeRaw`UPDATE workers SET heartbeat_at = '-infinity' WHERE id = ${id}`;
    },
  };
}

// PostgreSQL stores no NUL in text; in JSON it travels escaped.
export const withoutNul = (text: string): string => text.replaceAll('\u0000', '').replaceAll('\\u0000', '');

/** Words as they are stored: one compressed JSON. */
export const packWords = (words: readonly Word[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(deflateSync(JSON.stringify(words)));

/** The words of a result as stored. */
export const unpackWords = (packed: Uint8Array): Word[] =>
  z.array(Word).parse(JSON.parse(inflateSync(packed).toString('utf8')));
