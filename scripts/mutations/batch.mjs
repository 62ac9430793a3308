// Who may change a batch, and what an upload may add to it.
import { test } from './tests.mjs';

const BATCHES = 'prisma/migrations/20261121000200_batch_functions/migration.sql';
const TABLES = 'prisma/migrations/20261121000000_tables/migration.sql';
const guarded = test('int', 'e2e/db/guards.int.test.ts');
const actions = test('int', 'e2e/db/actions.int.test.ts');
export const batchGuards = [
  {
    guard: 'run in cancel',
    breaks: 'a button pressed for the last run cancels this one',
    edits: [
      {
        file: BATCHES,
        find: `IF p_run IS NOT NULL AND p_run <> b.run THEN RETURN ('run_changed', b.id, b.seq, 0)::action_reply; END IF;
  IF b.status NOT IN`,
        replace: `IF b.status NOT IN`,
      },
    ],
    test: guarded('that means another run changes nothing'),
  },
  {
    guard: 'run in retry, resume, restart',
    breaks: 'the second of two who press retry starts another run',
    edits: [
      {
        file: BATCHES,
        find: `IF p_run IS NOT NULL AND p_run <> b.run THEN RETURN ('run_changed', b.id, b.seq, 0)::action_reply; END IF;
  IF b.status = 'draft' OR`,
        replace: `IF b.status = 'draft' OR`,
      },
    ],
    test: guarded('that means another run changes nothing'),
  },
  {
    guard: 'states of a batch in cancel',
    breaks: 'a finished batch is cancelled, with a number and an end for nothing',
    edits: [
      {
        file: BATCHES,
        find: `IF b.status NOT IN ('queued', 'running') THEN RETURN ('state_forbids', b.id, b.seq, 0)::action_reply; END IF;
  b.seq`,
        replace: 'b.seq',
      },
    ],
    test: actions('cancels every open card at once, those in hand too, and keeps what was read'),
  },
  {
    guard: 'states of a card in cancel',
    breaks: 'cards that were read are cancelled with the others',
    edits: [
      {
        file: BATCHES,
        find: `WHERE batch_id = b.id AND state IN ('queued', 'processing');
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  b.n_cancelled`,
        replace: `WHERE batch_id = b.id;
  GET DIAGNOSTICS v_changed = ROW_COUNT;
  b.n_cancelled`,
      },
    ],
    test: actions('cancels every open card at once, those in hand too, and keeps what was read'),
  },
  {
    guard: 'rest before resume and restart',
    breaks: 'a restart takes cards out of the hands of the run that is on',
    edits: [
      {
        file: BATCHES,
        find: `IF b.status = 'draft' OR (p_kind IN ('resume', 'restart') AND b.n_queued + b.n_processing > 0)`,
        replace: `IF b.status = 'draft'`,
      },
    ],
    test: guarded('that takes up what is at rest waits for the rest'),
  },
  {
    guard: 'duplicate key of an upload',
    breaks: 'the same file sent again is refused instead of answered with its card',
    edits: [
      {
        file: BATCHES,
        find: `ORDER BY c.position LIMIT 1;
  IF FOUND THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT NULL::text, 'duplicate', v_card, NULL::text;`,
        replace: `ORDER BY c.position LIMIT 1;
  IF false THEN
    PERFORM file_discard(p_file, NULL);
    RETURN QUERY SELECT NULL::text, 'duplicate', v_card, NULL::text;`,
      },
    ],
    test: actions('makes one card of the same file sent twenty times at once'),
  },
  {
    guard: 'name taken, in an upload',
    breaks: 'other bytes under a taken name are an error of the server, not of the file',
    edits: [
      {
        file: BATCHES,
        find: `b.status <> 'draft' OR EXISTS (SELECT FROM cards c WHERE c.batch_id = b.id AND c.filename = ANY (p_names)) THEN`,
        replace: `b.status <> 'draft' THEN`,
      },
    ],
    test: guarded('is one card’s, whoever asks'),
  },
  {
    guard: 'unique names in a batch',
    breaks: 'two cards of one name: each action on one means the other too',
    edits: [
      {
        file: TABLES,
        find: 'CREATE UNIQUE INDEX "cards_batch_id_filename_key"',
        replace: 'CREATE INDEX "cards_batch_id_filename_key"',
      },
    ],
    test: guarded('is not given to two pages of one file'),
  },
];
