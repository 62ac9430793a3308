// Whose turn it is, what watchers are told, and what a worker hears.
import { test } from './tests.mjs';

const LINE = 'prisma/migrations/20261121000300_line_functions/migration.sql';
const RELAY = 'services/notifier/src/relay.ts';
const RELAYS = 'services/notifier/src/relays.ts';
const turns = test('int', 'e2e/db/turns.int.test.ts');
const window = test('int', 'e2e/db/window.int.test.ts');
const relay = test('unit', 'services/notifier/src/relay.test.ts');
const replay = test('int', 'services/notifier/src/replay.int.test.ts');
const live = test('int', 'services/notifier/src/live.int.test.ts');
const worker = test('int', 'services/ocr-worker/src/worker.int.test.ts');
export const lineGuards = [
  {
    guard: 'bound of the dispatcher’s window',
    breaks: 'a drawer of ten thousand is rung for at once; who comes after waits for all of it',
    edits: [{ file: LINE, find: 'v_room := v_window - v_inside;', replace: 'v_room := v_window;' }],
    test: window('holds no more than its size, whatever the number of dispatchers'),
  },
  {
    guard: 'one dispatcher at a time',
    breaks: 'two dispatchers fill the window twice',
    edits: [
      {
        file: LINE,
        find: `PERFORM pg_advisory_xact_lock(hashtext('cardmill.dispatch'));`,
        replace: '',
      },
    ],
    test: window('holds no more than its size, whatever the number of dispatchers'),
  },
  {
    guard: 'turns of the stations',
    breaks: 'a station that sends more batches gets more turns',
    edits: [
      {
        file: LINE,
        find: "coalesce(greatest(this.at, other.at), '-infinity'),",
        replace: "'-infinity'::timestamptz,",
      },
    ],
    test: turns('lets a flood of small batches starve neither their station’s bulk nor another station'),
  },
  {
    guard: 'turns of urgent and bulk',
    breaks: 'a stream of small batches keeps its station’s drawer waiting for ever',
    edits: [{ file: LINE, find: 'coalesce(this.at, CASE', replace: 'coalesce(NULL, CASE' }],
    test: turns('lets a flood of small batches starve neither their station’s bulk nor another station'),
  },
  {
    guard: 'a worker stays with its languages',
    breaks: 'two drawers of different languages take up to twice as long',
    edits: [
      {
        file: LINE,
        find: 'SELECT coalesce(l.languages <> p_languages, false)\n',
        replace: 'SELECT false\n',
      },
    ],
    test: turns('goes on with cards of that language, each worker with its own'),
  },
  {
    guard: 'a station that waits is not put off for languages',
    breaks: 'a small drawer in another language waits until a large one has been read',
    edits: [
      {
        file: LINE,
        find: " AND least(l.turn[1], l.turn[2], l.turn[3]) > clock_timestamp() - interval '5 seconds'",
        replace: '',
      },
    ],
    test: turns('is set to another for a station that has waited, or was never served'),
  },
  {
    guard: 'bell rung again for a dead worker’s card',
    breaks: 'a card waits 20 s longer than its lease',
    edits: [
      {
        file: LINE,
        find: 'WHERE c.dispatched_at IS NOT NULL AND c.dispatched_at < c.lease_until AND card_free(c)',
        replace: 'WHERE false',
      },
    ],
    test: window('rings again at once for a card whose worker died, once'),
  },
  {
    guard: 'snapshot on subscribe',
    breaks: 'who comes back never hears what ended while it was away',
    edits: [
      {
        file: 'services/notifier/src/admit.ts',
        find: 'subscriber.welcome({ progress, ...missed });',
        replace: 'subscriber.welcome({ progress, missed: [], truncated: false });',
      },
    ],
    test: relay('lets a subscriber in at the number of its reply, with what it missed'),
  },
  {
    guard: 'gap read from the database',
    breaks: 'of cards that ended together only the last is told as a card',
    edits: [
      {
        file: RELAY,
        find: 'const page = await outcomes(id, sent, PAGE);',
        replace: 'const page = (await outcomes(id, sent, PAGE)).slice(-1);',
      },
    ],
    test: replay('brings every number to every client and ends in the state of the database'),
  },
  {
    guard: 'no number left out',
    breaks: 'numbers that came together are told as one',
    edits: [
      {
        file: RELAY,
        find: 'for (const message of inOrder(sent, upTo, page, progress)) room.send(message);',
        replace: 'for (const message of inOrder(upTo - 1, upTo, page, progress)) room.send(message);',
      },
    ],
    test: relay('brings every number in order to a room under random changes'),
  },
  {
    guard: 'own look at watched batches',
    breaks: 'with a hint lost the end of a batch is never shown',
    edits: [
      {
        file: RELAYS,
        find: 'if (now?.seq !== seen?.seq || now?.updatedAt !== seen?.updatedAt) relay.wake();',
        replace: 'if (now === undefined) relay.wake();',
      },
    ],
    test: live('ends on the screen within 3 s of its end when every hint is lost'),
  },
  {
    guard: 'hint that a batch was changed, to the worker',
    breaks: 'a cancelled card keeps its worker until the next heartbeat',
    edits: [
      {
        file: 'services/ocr-worker/src/line/hand.ts',
        find: 'if (inHand?.batch === batch) inHand.hold.check();',
        replace: '',
      },
    ],
    test: worker('lets go of the card in hand as soon as the batch is cancelled, and reads the next batch'),
  },
  {
    guard: 'card handed back at a stop',
    breaks: 'a worker that is stopped leaves its card to the lease, and a crash is counted',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/attempt.ts',
        find: 'if (stopping.aborted) await putBack(context, 0, null);',
        replace: '',
      },
    ],
    test: worker('hands the card in hand back when it is stopped, and nothing is counted against it'),
  },
];
