// What people see of the house: the order of a drawer that is sent side by side, a pause, a search that is typed, and words
// that can be found.
import { test } from './tests.mjs';

const ORDER = 'web/src/upload/order.ts';
const UPLOADER = 'web/src/upload/uploader.ts';
const BATCH = 'prisma/migrations/20261121000200_batch_functions/migration.sql';
const SEARCH = 'prisma/migrations/20261121000700_search/migration.sql';
const uploader = test('web', 'web/src/upload/uploader.test.ts');
const given = test('web', 'web/src/upload/as-given.test.ts');
const place = test('int', 'services/api/src/upload/place.int.test.ts');
const box = test('web', 'web/src/parts/search-box.test.tsx');
const search = test('int', 'services/api/src/search/search.int.test.ts');
const app = test('int', 'services/api/src/http/app.int.test.ts');
const saver = test('web', 'web/src/configure/others/draft-saver.test.ts');

export const pageGuards = [
  {
    guard: 'uploads: names of the files that come next',
    breaks: 'a drawer sent three files at a time stands in the order in which they arrived',
    edits: [
      { file: UPLOADER, find: 'before,\n            onSent', replace: 'before: [],\n            onSent' },
    ],
    test: uploader('shows every file at once, sends three side by side and keeps the order of the drawer'),
  },
  {
    guard: 'uploads: no file overtakes further than the names reach',
    breaks: 'behind one slow file the cards after it lose their place',
    edits: [
      { file: ORDER, find: 'if (other < id ? id > reach : other > place.reach) return false;', replace: '' },
    ],
    test: uploader('lets none overtake a slow one further than its names reach'),
  },
  {
    guard: 'uploads: place of a card that is accepted out of turn',
    breaks: 'whoever asks the server for a place gets the end of the drawer',
    edits: [
      {
        file: BATCH,
        find: 'WHERE c.batch_id = b.id AND c.filename = ANY (p_before);',
        replace: 'WHERE c.batch_id = b.id AND false;',
      },
    ],
    test: place('stand in the drawer in the order of their sender, in whatever order they are accepted'),
  },
  {
    guard: 'uploads: a pause',
    breaks: 'files go on being sent over a line that somebody needs',
    edits: [
      {
        file: UPLOADER,
        find: 'if (paused || stop !== null ||',
        replace: 'if (stop !== null ||',
      },
    ],
    test: uploader('pauses after what is on its way, and goes on'),
  },
  {
    guard: 'uploads: on after a pause',
    breaks: 'after a pause nothing is sent until more files are given',
    edits: [
      {
        file: UPLOADER,
        find: 'failures = 0;\n      changed();\n      pump();',
        replace: 'failures = 0;\n      changed();',
      },
    ],
    test: uploader('pauses after what is on its way, and goes on'),
  },
  {
    guard: 'uploads: the page is let go between slices',
    breaks: 'the page stands still for seconds when a large folder is dropped',
    edits: [
      { file: 'web/src/upload/as-given.ts', find: 'await new Promise((go) => setTimeout(go));', replace: '' },
    ],
    test: given('lets the page go while a large folder is looked through, and says how far it is'),
  },
  {
    guard: 'search: what is typed stands',
    breaks: 'an address that comes back late takes letters away while somebody types',
    edits: [
      {
        file: 'web/src/parts/search-box.tsx',
        find: 'if (at < 0) setTyped(value);',
        replace: 'setTyped(value);',
      },
    ],
    test: box('loses no letter to an address that comes back late'),
  },
  {
    guard: 'search: changed cards are made findable by themselves',
    breaks: 'a card is found only after somebody has searched',
    edits: [
      {
        file: 'services/api/src/search/indexer.ts',
        find: 'while (!stopping.signal.aborted && (await db.indexChanged(INDEX_AT_ONCE)) > 0);',
        replace: 'await Promise.resolve();',
      },
    ],
    test: search('is made findable without anybody searching'),
  },
  {
    guard: 'search: a held card stays due',
    breaks: 'a card that was in somebody’s hand at that moment is never found',
    edits: [
      {
        file: SEARCH,
        find: 'AND (d.card_id = ANY (v_held) OR NOT EXISTS (SELECT FROM cards c WHERE c.id = d.card_id));',
        replace: ';',
      },
    ],
    test: search('stays due while somebody holds it, and holds up nothing'),
  },
  {
    guard: 'set-up: only over the version that was seen',
    breaks: 'of two people at one draft the last save wins unseen',
    edits: [
      {
        file: 'prisma/src/batches.ts',
        find: '...(version === null ? {} : { version }) },',
        replace: '},',
      },
    ],
    test: app('are changed by nobody unseen who says which version they saw'),
  },
  {
    guard: 'set-up: a save whose answer was lost is known again',
    breaks: 'a person is warned of themselves',
    edits: [
      {
        file: 'web/src/configure/others/draft-saver.ts',
        find: 'if (![...doubts, patch].some(holds))',
        replace: 'if (!holds(patch))',
      },
    ],
    test: saver('knows its own change again whose answer was lost, also under a newer one'),
  },
];
