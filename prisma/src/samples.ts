import { type CodedError, Orientation, ReadingOptions } from '@cardmill/contracts';

import type { PrismaClient } from './generated/client.ts';
import { type AccessImage, packWords, type Reading, withoutNul } from './work.ts';

/** With what a card is read. `options` without what concerns only the fields. */
export interface SampleSettings {
  languages: readonly string[];
  options: ReadingOptions;
}

/** A sample in hand: everything an attempt needs, from the one round trip of the claim. */
export interface SampleClaim {
  cardId: string;
  fileId: string;
  settings: string;
  attempt: number;
  /** Workers that died with it. */
  crashCount: number;
  batchId: string;
  batch: string;
  filename: string;
  page: number;
  sha256: string;
  mediaType: string;
  inspected: boolean;
  /** Of the access image; null before the inspection. */
  width: number | null;
  height: number | null;
  orientation: Orientation;
  languages: string[];
  options: ReadingOptions;
}

/** Which attempt at which sample. */
export type SampleKey = Pick<SampleClaim, 'cardId' | 'fileId' | 'settings' | 'attempt'>;

/** What was read: of a card, without fields, and the image that the words are in. */
export type SampleReading = Omit<Reading, 'fields' | 'image'> & { image: AccessImage };

/** Whoever asked longer ago than this has gone away: what was not begun is left until they ask again. */
const WANTED_MS = 5 * 60_000;

/** Sample readings: the API asks, workers read. Every call is one round trip. */
export function sampleOperations(client: PrismaClient) {
  const finish = async (
    key: SampleKey,
    state: 'read' | 'failed',
    durationMs: number,
    error: CodedError | null,
    reading: SampleReading | null,
  ): Promise<boolean> => {
    const rows = await client.$queryRaw<{ held: boolean }[]>`
      SELECT sample_finish(${key.cardId}::uuid, ${key.fileId}::uuid, ${key.settings}, ${key.attempt}::int,
        ${state}::sample_state, ${error?.code ?? null}, ${error?.message ?? null}, ${Math.round(durationMs)}::int,
        ${reading === null ? null : withoutNul(reading.text)}, ${reading?.confidence ?? null}::float8,
        ${reading === null ? null : packWords(reading.words)}::bytea,
        ${reading === null ? null : JSON.stringify(reading.how)}::jsonb,
        ${reading?.image.width ?? null}::int, ${reading?.image.height ?? null}::int,
        ${reading?.image.orientation ?? null}::smallint) AS held`;
    return rows[0]?.held ?? false;
  };

  return {
    /**
     * Asks for readings of these cards, and says that somebody still wants them.
     * @returns how many are still to be read.
     */
    async request(batchId: string, cardIds: readonly string[], settings: SampleSettings): Promise<number> {
      const rows = await client.$queryRaw<{ open: number }[]>`
        SELECT samples_request(${batchId}::uuid, ${[...cardIds]}::uuid[], ${[...settings.languages]}::text[],
          ${JSON.stringify(settings.options)}::jsonb) AS open`;
      return rows[0]?.open ?? 0;
    },

    /** How many of them are still to be read, of the cards' present files. */
    async open(cardIds: readonly string[], settings: SampleSettings): Promise<number> {
      const rows = await client.$queryRaw<{ open: number }[]>`
        SELECT count(*)::int AS open FROM samples s JOIN cards c ON c.id = s.card_id AND c.file_id = s.file_id
        WHERE s.card_id = ANY (${[...cardIds]}::uuid[]) AND s.state IN ('wanted', 'reading')
          AND s.settings = sample_settings(${[...settings.languages]}::text[], ${JSON.stringify(settings.options)}::jsonb)`;
      return rows[0]?.open ?? 0;
    },

    /** @param leaseMs how long it stays in hand without a heartbeat. @returns null when nothing is wanted. */
    async claim(worker: string, leaseMs: number, wantedMs = WANTED_MS): Promise<SampleClaim | null> {
      const [row] = await client.$queryRaw<SampleClaim[]>`
        SELECT card_id AS "cardId", file_id AS "fileId", settings, attempt, crash_count AS "crashCount",
          batch_id AS "batchId", batch, filename, page, sha256, media_type AS "mediaType", inspected, width, height,
          orientation, languages, options
        FROM sample_claim(${worker}, ${leaseMs}::int, ${wantedMs}::int)`;
      if (row === undefined) return null;
      return {
        ...row,
        orientation: Orientation.parse(row.orientation),
        options: ReadingOptions.parse(row.options),
      };
    },

    /** False: no longer ours; stop working on it. */
    async heartbeat(key: SampleKey, leaseMs: number): Promise<boolean> {
      const rows = await client.$queryRaw<{ held: boolean }[]>`
        SELECT sample_heartbeat(${key.cardId}::uuid, ${key.fileId}::uuid, ${key.settings}, ${key.attempt}::int,
          ${leaseMs}::int) AS held`;
      return rows[0]?.held ?? false;
    },

    /** Puts it back, counting nothing against it. @param cause problem code shown to whoever waits; null: none. */
    async release(key: SampleKey, delayMs: number, cause: string | null): Promise<boolean> {
      const rows = await client.$queryRaw<{ held: boolean }[]>`
        SELECT sample_release(${key.cardId}::uuid, ${key.fileId}::uuid, ${key.settings}, ${key.attempt}::int,
          ${Math.round(delayMs)}::int, ${cause}) AS held`;
      return rows[0]?.held ?? false;
    },

    /** False: fenced, nothing was written. */
    succeed: (key: SampleKey, reading: SampleReading, durationMs: number): Promise<boolean> =>
      finish(key, 'read', durationMs, null, reading),

    /** False: fenced, nothing was written. */
    fail: (key: SampleKey, error: CodedError, durationMs: number): Promise<boolean> =>
      finish(key, 'failed', durationMs, error, null),

    /** Forgets samples that nobody asked for since. @returns how many. */
    async collect(untouchedMs: number, limit: number): Promise<number> {
      return client.$executeRaw`
        DELETE FROM samples WHERE (card_id, file_id, settings) IN (
          SELECT s.card_id, s.file_id, s.settings FROM samples s
          WHERE s.touched_at < clock_timestamp() - make_interval(secs => ${untouchedMs / 1000}::float8)
          LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)`;
    },
  };
}
