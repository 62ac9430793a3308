// Who may change a card.
import { test } from './tests.mjs';

const CARDS = 'prisma/migrations/20261121000100_card_functions/migration.sql';
const BATCHES = 'prisma/migrations/20261121000200_batch_functions/migration.sql';
const guarded = test('int', 'e2e/db/guards.int.test.ts');
const finalise = test('int', 'e2e/db/finalise.int.test.ts');
export const cardGuards = [
  {
    guard: 'lock of the batch row',
    breaks: 'cards that end at the same moment do not see each other: numbers twice, batches never finished',
    edits: [
      {
        file: CARDS,
        find: `AND b.deleted_at IS NULL
  FOR UPDATE
$$;`,
        replace: `AND b.deleted_at IS NULL
$$;`,
      },
    ],
    test: finalise('marks every batch finished whose cards end at the same moment, with numbers without gap'),
  },
  {
    guard: 'attempt in finalise',
    breaks: 'a zombie writes its reading over the winner’s card',
    edits: [
      {
        file: CARDS,
        find: `WHERE c.id = p_card AND c.attempt = p_attempt AND c.lease_until IS NOT NULL
    AND (c.state`,
        replace: `WHERE c.id = p_card AND c.lease_until IS NOT NULL
    AND (c.state`,
      },
    ],
    test: finalise('lets nobody write for an attempt that was overtaken'),
  },
  {
    guard: 'lease in finalise',
    breaks: 'an attempt that put the card back still ends it',
    edits: [
      {
        file: CARDS,
        find: `c.attempt = p_attempt AND c.lease_until IS NOT NULL
    AND (c.state`,
        replace: `c.attempt = p_attempt
    AND (c.state`,
      },
    ],
    test: guarded('ends nothing once it has put the card back'),
  },
  {
    guard: 'attempt in heartbeat',
    breaks: 'a zombie is told that the card is still its own and keeps it from others',
    edits: [
      {
        file: CARDS,
        find: `WHERE id = p_card AND attempt = p_attempt AND lease_until IS NOT NULL
    AND EXISTS`,
        replace: `WHERE id = p_card AND lease_until IS NOT NULL
    AND EXISTS`,
      },
    ],
    test: guarded('neither keeps nor puts back nor inspects nor ends what another has in hand'),
  },
  {
    guard: 'attempt in release',
    breaks: 'a zombie takes the card out of the winner’s hand',
    edits: [
      {
        file: CARDS,
        find: 'WHERE c.id = p_card AND c.attempt = p_attempt AND c.lease_until IS NOT NULL FOR UPDATE;',
        replace: 'WHERE c.id = p_card AND c.lease_until IS NOT NULL FOR UPDATE;',
      },
    ],
    test: guarded('neither keeps nor puts back nor inspects nor ends what another has in hand'),
  },
  {
    guard: 'attempt in inspected',
    breaks: 'a zombie’s facts about an old scan stand with the card',
    edits: [
      {
        file: CARDS,
        find: `WHERE id = p_card AND attempt = p_attempt AND lease_until IS NOT NULL;
  RETURN FOUND;`,
        replace: `WHERE id = p_card AND lease_until IS NOT NULL;
  RETURN FOUND;`,
      },
    ],
    test: guarded('neither keeps nor puts back nor inspects nor ends what another has in hand'),
  },
  {
    guard: 'new attempt with a new scan',
    breaks: 'the new scan waits for the reading of the old one, and fails when that fails',
    edits: [
      {
        file: BATCHES,
        find: `urgent = (v_to = 'queued'), attempt = attempt + 1,`,
        replace: `urgent = (v_to = 'queued'), attempt = attempt,`,
      },
      {
        file: BATCHES,
        find: `lease_until = NULL, worker = NULL, dispatched_at = NULL, not_before = NULL, inspected_at = NULL, crash_count = 0,`,
        replace: `not_before = NULL, inspected_at = NULL, crash_count = 0, dispatched_at = NULL,`,
      },
    ],
    test: guarded('writes nothing over a new scan'),
  },
  {
    guard: 'lease in claim',
    breaks: 'two workers have one card in hand',
    edits: [{ file: CARDS, find: 'NOT FOUND OR NOT card_free(c) OR NOT (', replace: 'NOT FOUND OR NOT (' }],
    test: guarded('is had by one of twenty who ask at once'),
  },
  {
    guard: 'deleted batch in claim',
    breaks: 'cards of a deleted batch go on being read',
    edits: [
      {
        file: CARDS,
        find: 'WHERE c.id = p_card) AND b.deleted_at IS NULL',
        replace: 'WHERE c.id = p_card)',
      },
    ],
    test: guarded('is not to be had from a deleted batch, nor ended in it'),
  },
  {
    guard: 'crashes counted in claim',
    breaks: 'a card that kills its worker is read for ever',
    edits: [
      {
        file: CARDS,
        find: 'crash_count = crash_count + CASE WHEN lease_until IS NULL THEN 0 ELSE 1 END,',
        replace: '',
      },
    ],
    test: finalise('lets nobody write for an attempt that was overtaken'),
  },
];
