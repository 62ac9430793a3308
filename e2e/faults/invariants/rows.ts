import type { Orientation } from '@cardmill/contracts';
import type { Pool } from 'pg';

export interface BatchRow {
  id: string;
  name: string;
  status: string;
  run: number;
  seq: number;
  deleted: boolean;
  finished: boolean;
  counts: Readonly<Record<string, number>>;
}

export interface CardRow {
  id: string;
  filename: string;
  fileId: string;
  state: string;
  run: number;
  attempt: number;
  held: boolean;
  lastSeq: number;
  inspected: boolean;
  orientation: Orientation;
  errorCode: string | null;
  /** `olderScan`: of one whose place another scan has taken since. */
  result: { attempt: number; run: number; olderScan: boolean } | null;
}

export interface FileRow {
  id: string;
  filename: string;
  sha256: string | null;
}

/** Everything the database says about one batch. */
export interface Rows {
  batch: BatchRow;
  cards: CardRow[];
  files: FileRow[];
  actions: { seq: number; kind: string }[];
}

/** Null when the row is gone. */
export async function readRows(db: Pool, name: string): Promise<Rows | null> {
  const batches = await db.query<BatchRow>(
    `SELECT id, name, status, run, seq, deleted_at IS NOT NULL AS deleted, finished_at IS NOT NULL AS finished,
       json_build_object('ready', n_ready, 'queued', n_queued, 'processing', n_processing, 'succeeded', n_succeeded,
         'failed', n_failed, 'cancelled', n_cancelled) AS counts
     FROM batches WHERE name = $1`,
    [name],
  );
  const batch = batches.rows[0];
  if (batch === undefined) return null;
  const [cards, files, actions] = await Promise.all([
    db.query<CardRow>(
      `SELECT c.id, c.filename, c.file_id AS "fileId", c.state, c.run, c.attempt, c.lease_until IS NOT NULL AS held,
         c.last_seq AS "lastSeq", c.inspected_at IS NOT NULL AS inspected, c.orientation, c.error_code AS "errorCode",
         CASE WHEN r.card_id IS NOT NULL THEN json_build_object('attempt', r.attempt, 'run', r.run,
           'olderScan', r.created_at < f.accepted_at) END AS result
       FROM cards c JOIN files f ON f.id = c.file_id LEFT JOIN results r ON r.card_id = c.id WHERE c.batch_id = $1 ORDER BY c.position`,
      [batch.id],
    ),
    db.query<FileRow>(`SELECT id, filename, sha256 FROM files WHERE batch_id = $1 AND state = 'accepted'`, [
      batch.id,
    ]),
    db.query<{ seq: number; kind: string }>(
      `SELECT seq, kind FROM actions WHERE batch_id = $1 ORDER BY seq`,
      [batch.id],
    ),
  ]);
  return { batch, cards: cards.rows, files: files.rows, actions: actions.rows };
}

export const OPEN: ReadonlySet<string> = new Set(['ready', 'queued', 'processing']);
