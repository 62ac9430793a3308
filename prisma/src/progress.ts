import {
  type Batch,
  type BatchProgress,
  type BatchSummary,
  type CardOutcome,
  codedError,
  type CodedError,
  isTerminal,
  percentageOf,
} from '@cardmill/contracts';
import { CardOutcome as OutcomeSchema, ProblemCode } from '@cardmill/contracts';

import { Prisma, type PrismaClient } from './generated/client.ts';

interface SummaryRow {
  id: string;
  name: string;
  title: string;
  version: number;
  station: string;
  status: Batch['status'];
  run: number;
  seq: number;
  nReady: number;
  nQueued: number;
  nProcessing: number;
  nSucceeded: number;
  nFailed: number;
  nCancelled: number;
  waiting: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
  workers: number;
  paced: number;
  paceSeconds: number | null;
  lastResult: unknown;
}

interface BatchRow extends SummaryRow {
  fields: Batch['fields'];
  templateId: string | null;
  languages: string[];
  options: Batch['options'];
}

/** A batch with its progress and without its set-up, and the key the wire does not carry. */
export interface StoredSummary extends BatchSummary {
  id: string;
}

/** A batch with its progress, and the key the wire does not carry. */
export interface StoredBatch extends Batch {
  id: string;
}

/** An outcome as JSON, of a card `c` in batch `b` with its result `r`. */
const OUTCOME = Prisma.sql`jsonb_build_object(
  'batch', b.name, 'seq', c.last_seq, 'cardId', c.id, 'filename', c.filename, 'status', c.state,
  'confidence', CASE WHEN c.state = 'succeeded' THEN r.confidence END,
  'fields', CASE WHEN c.state = 'succeeded' THEN r.fields END,
  'error', CASE WHEN c.error_code IS NOT NULL THEN jsonb_build_object('code', c.error_code, 'message', c.error_message) END,
  'durationMs', c.duration_ms)`;

/**
 * The pace is that of the last 60 outcomes, as far as they are of this run. Which run is looked at after the limit:
 * before it, one retried card of ten thousand had all the others looked through (2.9 ms instead of 0.2).
 */
const SUMMARY = Prisma.sql`b.id, b.name, b.title, b.station, b.status::text AS status, b.version, b.run, b.seq,
  b.n_ready AS "nReady", b.n_queued AS "nQueued", b.n_processing AS "nProcessing",
  b.n_succeeded AS "nSucceeded", b.n_failed AS "nFailed", b.n_cancelled AS "nCancelled", b.waiting,
  b.error_code AS "errorCode", b.error_message AS "errorMessage", b.created_at AS "createdAt",
  b.started_at AS "startedAt", b.finished_at AS "finishedAt", b.updated_at AS "updatedAt",
  (SELECT count(*)::int FROM workers w WHERE w.heartbeat_at > now() - interval '15 seconds') AS workers,
  pace.n AS paced, pace.seconds AS "paceSeconds", last.outcome AS "lastResult"`;

const WITH_PROGRESS = Prisma.sql`batches b
  LEFT JOIN LATERAL (
    SELECT ${OUTCOME} AS outcome FROM cards c LEFT JOIN results r ON r.card_id = c.id
    WHERE c.batch_id = b.id AND c.state IN ('succeeded', 'failed')
    ORDER BY c.last_seq DESC LIMIT 1
  ) last ON true
  LEFT JOIN LATERAL (
    SELECT count(*)::int AS n,
      extract(epoch FROM coalesce(b.finished_at, now()) - min(x.finished_at))::float8 AS seconds
    FROM (
      SELECT c.finished_at FROM cards c
      WHERE c.batch_id = b.id AND c.state IN ('succeeded', 'failed')
      ORDER BY c.last_seq DESC LIMIT 60
    ) x
    WHERE x.finished_at >= b.run_started_at
  ) pace ON true`;

const NEWEST_FIRST = Prisma.sql`b.created_at DESC, b.id DESC`;

const chosen = (where: Prisma.Sql, limit: number, order = NEWEST_FIRST): Prisma.Sql =>
  Prisma.sql`WHERE b.deleted_at IS NULL AND ${where} ORDER BY ${order} LIMIT ${limit}`;

/** Batches with their progress. All parts are bounded index reads: the cost does not grow with the batch. */
export async function readBatches(
  client: PrismaClient,
  where: Prisma.Sql,
  limit: number,
  order?: Prisma.Sql,
): Promise<StoredBatch[]> {
  const rows = await client.$queryRaw<BatchRow[]>`
    SELECT ${SUMMARY}, b.fields, b.template_id AS "templateId", b.languages, b.options
    FROM ${WITH_PROGRESS} ${chosen(where, limit, order)}`;
  return rows.map((row) => ({
    ...toSummary(row),
    fields: row.fields,
    templateId: row.templateId,
    languages: row.languages,
    options: row.options,
  }));
}

/**
 * The same without the set-up, which watchers are not told: read at every wake of the notifier, where the vocabularies
 * of the fields cost more than all the rest.
 */
export async function readSummaries(
  client: PrismaClient,
  where: Prisma.Sql,
  limit: number,
): Promise<StoredSummary[]> {
  const rows = await client.$queryRaw<SummaryRow[]>`
    SELECT ${SUMMARY} FROM ${WITH_PROGRESS} ${chosen(where, limit)}`;
  return rows.map(toSummary);
}

/**
 * The latest outcome of each card that ended after number `since`, in order.
 * @param limit outcomes at most.
 */
export async function readOutcomes(
  client: PrismaClient,
  batchId: string,
  since: number,
  limit: number,
): Promise<CardOutcome[]> {
  const rows = await client.$queryRaw<{ outcome: unknown }[]>`
    SELECT ${OUTCOME} AS outcome
    FROM cards c JOIN batches b ON b.id = c.batch_id LEFT JOIN results r ON r.card_id = c.id
    WHERE c.batch_id = ${batchId}::uuid AND c.state IN ('succeeded', 'failed') AND c.last_seq > ${since}
    ORDER BY c.last_seq LIMIT ${limit}`;
  return rows.map((row) => OutcomeSchema.parse(row.outcome));
}

/** An error as stored: a code this version does not know (a newer one wrote it) is shown as `internal`. */
export const storedError = (code: string | null, message: string | null): CodedError | null =>
  code === null ? null : codedError(ProblemCode.safeParse(code).data ?? 'internal', message ?? undefined);

function toSummary(row: SummaryRow): StoredSummary {
  const counts = {
    ready: row.nReady,
    queued: row.nQueued,
    processing: row.nProcessing,
    succeeded: row.nSucceeded,
    failed: row.nFailed,
    cancelled: row.nCancelled,
  };
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    station: row.station,
    status: row.status,
    run: row.run,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    fileCount: total,
    counts,
    errorCount: row.nFailed,
    version: row.version,
    progress: toProgress(row, total),
  };
}

function toProgress(row: SummaryRow, total: number): BatchProgress {
  const current = row.nSucceeded + row.nFailed + row.nCancelled;
  const terminal = isTerminal(row.status);
  // Two outcomes at least: one alone has no pace.
  const perSecond =
    row.paced >= 2 && row.paceSeconds !== null && row.paceSeconds > 0 ? row.paced / row.paceSeconds : null;
  return {
    batch: row.name,
    run: row.run,
    seq: row.seq,
    status: row.status,
    total,
    current,
    succeeded: row.nSucceeded,
    failed: row.nFailed,
    cancelled: row.nCancelled,
    percentage: percentageOf(current, total, terminal),
    etaSeconds: terminal ? 0 : perSecond === null ? null : Math.ceil((total - current) / perSecond),
    cardsPerMinute: perSecond === null ? null : Math.round(perSecond * 600) / 10,
    workers: row.workers,
    waiting: ProblemCode.safeParse(row.waiting).data ?? null,
    startedAt: row.startedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    lastResult: row.lastResult === null ? null : OutcomeSchema.parse(row.lastResult),
    error: storedError(row.errorCode, row.errorMessage),
  };
}
