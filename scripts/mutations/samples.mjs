// What keeps a sample from being read twice at once, written by a dead worker, or in the way of everybody else.
import { test } from './tests.mjs';

const SQL = 'prisma/migrations/20261121000500_samples/migration.sql';
const rows = test('int', 'e2e/db/samples.int.test.ts');
const worker = test('int', 'services/ocr-worker/src/samples.int.test.ts');
const hand = test('unit', 'services/ocr-worker/src/line/hand.test.ts');
const api = test('int', 'services/api/src/templates/try.int.test.ts');

export const sampleGuards = [
  {
    guard: 'samples: fence',
    breaks: 'a worker that was taken for dead overwrites what its heir reads',
    edits: [{ file: SQL, find: 's.attempt = p_attempt AND s.lease_until', replace: 's.lease_until' }],
    test: rows(
      'of a dead worker is taken over when its lease is over, and the dead one writes nothing any more',
    ),
  },
  {
    guard: 'samples: lease',
    breaks: 'two workers read one sample',
    edits: [
      { file: SQL, find: 'AND (x.lease_until IS NULL OR x.lease_until < clock_timestamp())', replace: '' },
    ],
    test: rows(
      'of a dead worker is taken over when its lease is over, and the dead one writes nothing any more',
    ),
  },
  {
    guard: 'samples: of the present scan only',
    breaks: 'a trial shows what the scan before said',
    edits: [
      {
        file: SQL,
        find: 'WHERE c.id = s.card_id AND c.file_id = s.file_id AND b',
        replace: 'WHERE c.id = s.card_id AND b',
      },
    ],
    test: rows('of a scan that was replaced is nobody’s'),
  },
  {
    guard: 'samples: of a living batch only',
    breaks: 'workers read cards of a batch that is deleted',
    edits: [
      {
        file: SQL,
        find: 'AND c.file_id = s.file_id AND b.deleted_at IS NULL)',
        replace: 'AND c.file_id = s.file_id)',
      },
    ],
    test: rows('goes with its card and with its batch, also out of the hand'),
  },
  {
    guard: 'samples: batches take turns',
    breaks: 'ten cards wait behind five hundred',
    edits: [
      {
        file: SQL,
        find: 'ORDER BY turn.at NULLS FIRST, c.position',
        replace: 'ORDER BY x.created_at, c.position',
      },
    ],
    test: rows('goes round the batches: ten cards are not behind five hundred'),
  },
  {
    guard: 'samples: only while somebody asks',
    breaks: 'whoever closed the page keeps the workers busy',
    edits: [
      {
        file: SQL,
        find: 'AND x.touched_at > clock_timestamp() - make_interval(secs => p_wanted_ms / 1000.0)',
        replace: '',
      },
    ],
    test: rows('is nobody’s when nobody asks any more, until somebody does'),
  },
  {
    guard: 'samples: three deaths',
    breaks: 'a card that ends its worker ends them for ever',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/attempt-sample.ts',
        find: 'if (sample.crashCount >= MAX_CRASHES)',
        replace: 'if (sample.crashCount > 1_000)',
      },
    ],
    test: worker('that ends its worker three times fails, and the others are read'),
  },
  {
    guard: 'samples: the line is polled beside them',
    breaks: 'without Redis a drawer waits until nobody tries a template',
    edits: [
      {
        file: 'services/ocr-worker/src/line/hand.ts',
        find: 'lastBusy: () => (holdsCard ? performance.now() : lastBusy),',
        replace: 'lastBusy: () => (inHand === null ? lastBusy : performance.now()),',
      },
    ],
    test: hand('looks for cards by itself also while samples are read one after the other'),
  },
  {
    guard: 'samples: what is read already is not read again',
    breaks: 'a trial on a drawer that has been read costs a reading of each card',
    edits: [
      {
        file: 'services/api/src/templates/sample-cards.ts',
        find: 'asInBatch ? card.ended : null',
        replace: 'null',
      },
    ],
    test: api('uses what the batch has read already with the same settings, its failures too, and no other'),
  },
  {
    guard: 'samples: only with the same settings',
    breaks: 'another language is tried on what was read with the old one',
    edits: [
      {
        file: 'services/api/src/templates/sample-cards.ts',
        find: 'asInBatch ? card.ended : null',
        replace: 'card.ended',
      },
    ],
    test: api('uses what the batch has read already with the same settings, its failures too, and no other'),
  },
];
