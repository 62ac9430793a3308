// What the sweeper may stop and collect, and what one card may do to the others.
import { test } from './tests.mjs';

const CARDS = 'prisma/migrations/20261121000100_card_functions/migration.sql';
const BATCHES = 'prisma/migrations/20261121000200_batch_functions/migration.sql';
const SWEEP = 'prisma/migrations/20261121000400_sweep_functions/migration.sql';

const garbage = test('int', 'services/api/src/sweep/garbage.int.test.ts');
const repairs = test('int', 'services/api/src/sweep/repairs.int.test.ts');
const stopping = test('int', 'services/api/src/sweep/stop-waiting.int.test.ts');
const trouble = test('int', 'services/ocr-worker/src/trouble.int.test.ts');

export const sweepGuards = [
  {
    guard: 'second look before a stop',
    breaks: 'a batch is stopped for a trouble that passed a moment ago',
    edits: [
      {
        file: SWEEP,
        find: `IF b.waiting IS DISTINCT FROM p_cause
    OR (b.waiting_at`,
        replace: `IF false AND (b.waiting_at`,
      },
    ],
    test: stopping('is prevented by a success that commits between the look and the stop'),
  },
  {
    guard: 'five minutes without a report end a wait',
    breaks: 'workers that were away overnight are taken for a wait, and the batch is stopped in the morning',
    edits: [
      {
        file: CARDS,
        find: `WHEN b.waiting = p_cause AND b.waiting_at > clock_timestamp() - interval '5 minutes' THEN`,
        replace: 'WHEN b.waiting = p_cause THEN',
      },
    ],
    test: stopping('does not go on while nobody tries: workers that were away are no wait'),
  },
  {
    guard: 'second look before an old draft goes',
    breaks: 'a draft that is started in the same moment is deleted',
    edits: [
      {
        file: SWEEP,
        find: `AND deleted_at IS NULL AND status = 'draft'
    AND updated_at < clock_timestamp() - make_interval(days => p_days) FOR UPDATE;`,
        replace: `AND deleted_at IS NULL FOR UPDATE;`,
      },
    ],
    test: repairs('that somebody starts between the look and the deletion stay'),
  },
  {
    guard: 'grace of a deleted batch',
    breaks: 'what an attempt in hand still writes is left behind for ever',
    edits: [
      {
        file: SWEEP,
        find: 'WHERE b.deleted_at <= v_before AND',
        replace: 'WHERE b.deleted_at IS NOT NULL AND',
      },
    ],
    test: garbage('goes with all its objects, after the grace'),
  },
  {
    guard: 'dead uploads stay dead',
    breaks: 'a card is accepted whose file the sweeper has just deleted',
    edits: [
      {
        file: BATCHES,
        find: `PERFORM FROM files WHERE id = p_file AND state = 'uploading' FOR UPDATE;
  IF NOT FOUND THEN RETURN QUERY SELECT 'server_unavailable', 'rejected', NULL::uuid, NULL::text; RETURN; END IF;
  SELECT c.id`,
        replace: 'SELECT c.id',
      },
    ],
    test: garbage('cannot be accepted any more once the sweeper holds it for dead'),
  },
  {
    guard: 'third death ends the card',
    breaks: 'a card that kills its worker kills one after the other',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/attempt.ts',
        find: 'const MAX_CRASHES = 3;',
        replace: 'const MAX_CRASHES = 1_000;',
      },
    ],
    test: trouble('is read again after one and two deaths, and ends `worker_crash` after three'),
  },
  {
    guard: 'bytes compared with those accepted',
    breaks: 'an image that storage changed is read as if it were the card',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/read-card.ts',
        find: `if (sha256 !== claim.sha256) throw new ProblemError('original_changed');`,
        replace: '',
      },
    ],
    test: trouble('that lost one original and changed another: those two fail, alone'),
  },
  {
    guard: 'one error with every card stops the batch',
    breaks: 'a defect of ours fails a whole drawer overnight',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/streak.ts',
        find: 'return count >= most;',
        replace: 'return false;',
      },
    ],
    test: trouble('that comes with every card stops the batch instead of failing all of it'),
  },
];
