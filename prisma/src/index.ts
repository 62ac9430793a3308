import { auditOperations } from './audit.ts';
import { batchOperations } from './batches.ts';
import { createClient, type DatabaseOptions } from './client.ts';
import { fileOperations } from './files.ts';
import { lineOperations } from './line.ts';
import { resultOperations } from './results.ts';
import { reviewOperations } from './review.ts';
import { sampleOperations } from './samples.ts';
import { searchOperations } from './search.ts';
import { sweepOperations } from './sweep.ts';
import { templateOperations } from './templates.ts';
import { trialOperations } from './trial-cards.ts';
import { workOperations } from './work.ts';

export type { ActionOutcome } from './actions.ts';
export type { AuditedCard, ObjectOf } from './audit.ts';
export type { BatchSetUp } from './batches.ts';
export { type DatabaseOptions, isDatabaseUnavailable } from './client.ts';
export type { Acceptance, AcceptedFile, CardImages, Removal, Replacement } from './files.ts';
export type { Rung } from './line.ts';
export type { StoredBatch, StoredSummary } from './progress.ts';
export type { NewReadings, PatchOutcome, ResultsFilter } from './results.ts';
export type { ReviewCounts } from './review.ts';
export type { SampleClaim, SampleKey, SampleReading, SampleSettings } from './samples.ts';
export { foldText, litTokens, parseSearch, tokensOf, type Spelling, type Token } from './search-text.ts';
export type { Found, FoundCard, SearchCursor, SearchFilter } from './search.ts';
export type { Garbage } from './sweep.ts';
export type { TemplateContent } from './templates.ts';
export type { TrialCard, TrialReading } from './trial-cards.ts';
export type { AccessImage, Claim, Numbered, Reading } from './work.ts';

/**
 * The database as named operations; connects on first use. Every change of a card or a batch is a conditional SQL
 * function called from here and nowhere else.
 * @param url PostgreSQL connection string.
 */
export function createDatabase(url: string, options: DatabaseOptions = {}) {
  const client = createClient(url, options);
  return {
    ...batchOperations(client),
    ...fileOperations(client),
    ...resultOperations(client),
    ...searchOperations(client),
    ...reviewOperations(client),
    ...templateOperations(client),
    ...trialOperations(client),
    samples: sampleOperations(client),
    work: workOperations(client),
    line: lineOperations(client),
    sweep: sweepOperations(client),
    audit: auditOperations(client),

    /** Languages reported by workers heard of within a day; empty when there was none. */
    async workerLanguages(): Promise<string[]> {
      const rows = await client.$queryRaw<{ language: string }[]>`
        SELECT DISTINCT unnest(languages) AS language FROM workers
        WHERE started_at > now() - interval '1 day' OR heartbeat_at > now() - interval '1 day'`;
      return rows.map((row) => row.language);
    },

    /**
     * Whether handwriting can be read: every worker that is there can, since any of them may get the card; while none
     * is there, one of the last day could.
     */
    async workersReadHandwriting(): Promise<boolean> {
      const rows = await client.$queryRaw<{ able: boolean }[]>`
        SELECT coalesce(bool_and(handwriting) FILTER (WHERE heartbeat_at > now() - interval '15 seconds'),
          bool_or(handwriting), false) AS able
        FROM workers
        WHERE started_at > now() - interval '1 day' OR heartbeat_at > now() - interval '1 day'`;
      return rows[0]?.able ?? false;
    },

    /** Answers when the database does; rejects otherwise. */
    async ready(): Promise<void> {
      await client.$queryRaw`SELECT 1`;
    },

    /** Gives the connections back. The caller of `createDatabase` calls it. */
    close: () => client.$disconnect(),
  };
}

export type Database = ReturnType<typeof createDatabase>;
