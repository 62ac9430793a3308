// What keeps an endpoint for handwriting from costing cards, leaking keys, or passing off half a text.
import { test } from './tests.mjs';

const VISION = 'services/ocr-worker/src/engine/vision';
const TRANSCRIBER = `${VISION}/transcriber.ts`;
const reads = test('unit', `${VISION}/vision-recogniser.test.ts`);
const merges = test('unit', `${VISION}/merge.test.ts`);
const config = test('unit', 'services/ocr-worker/src/config.test.ts');
const asked = test('int', 'services/api/src/batches/handwriting.int.test.ts');

export const visionGuards = [
  {
    guard: 'handwriting: proof before a card is blamed for silence',
    breaks: 'an endpoint that hangs fails a whole drawer',
    edits: [
      {
        file: TRANSCRIBER,
        find: `await prove(left(), stop, why);
            throw new CardError('ocr_timeout'`,
        replace: `throw new CardError('ocr_timeout'`,
      },
    ],
    test: reads('is the endpoint’s when it reads no empty picture either: silence'),
  },
  {
    guard: 'handwriting: proof before a card is blamed for an answer',
    breaks: 'an endpoint that answers nonsense fails a whole drawer',
    edits: [
      {
        file: TRANSCRIBER,
        find: `await prove(left(), stop, answer.why);
            throw new CardError('ocr_failed'`,
        replace: `throw new CardError('ocr_failed'`,
      },
    ],
    test: reads('is the endpoint’s when it reads no empty picture either: a page of something else'),
  },
  {
    guard: 'handwriting: a card’s time that others ate',
    breaks: 'a card fails because its endpoint was busy before',
    edits: [
      {
        file: TRANSCRIBER,
        find: 'if (given < Math.min(timeoutMs, deadlineMs) / 2) throw unavailable(why);',
        replace: '',
      },
    ],
    test: reads('is not held against a card whose time others ate'),
  },
  {
    guard: 'handwriting: end of tries over one card',
    breaks: 'one card that crashes the endpoint keeps its batch open for ever',
    edits: [
      {
        file: TRANSCRIBER,
        find: "if (answer.kind === 'broken' && tries >= MOST_TRIES.broken)",
        replace: "if (answer.kind === 'broken' && tries >= 1_000)",
      },
    ],
    test: reads('fails alone: crashes it'),
  },
  {
    guard: 'handwriting: rate limit',
    breaks: 'an endpoint is asked more often than its operator allows',
    edits: [
      {
        file: TRANSCRIBER,
        find: "await wait(pace.waitMs(), 'the rate limit leaves no time for this card');",
        replace: '',
      },
    ],
    test: reads('is no more a minute than the operator allows'),
  },
  {
    guard: 'handwriting: redirects are not followed',
    breaks: 'a card is sent to an address that nobody set',
    edits: [{ file: `${VISION}/endpoint.ts`, find: "redirect: 'manual'", replace: "redirect: 'follow'" }],
    test: reads('stops the batch, and its words are nowhere: the address'),
  },
  {
    guard: 'handwriting: bound of a reply',
    breaks: 'a reply without an end fills the worker’s memory',
    edits: [{ file: `${VISION}/reply.ts`, find: 'if (bytes > MAX_BYTES) return null;', replace: '' }],
    test: reads('fails alone: without an end'),
  },
  {
    guard: 'handwriting: a text that was cut off',
    breaks: 'half a card is stored as a whole one',
    edits: [
      {
        file: `${VISION}/reply.ts`,
        find: "if (finish === 'length') return 'the model went on without an end';",
        replace: '',
      },
    ],
    test: reads('is not kept as if it were whole: half a text'),
  },
  {
    guard: 'handwriting: only agreement has a confidence',
    breaks: 'what the model made up is as sure as what two have read',
    edits: [{ file: `${VISION}/merge.ts`, find: ' && other.text === word;', replace: ';' }],
    test: merges('have tesseract’s boxes, and its confidence when they read the same'),
  },
  {
    guard: 'handwriting: keys that no header can carry',
    breaks: 'the key stands in the log, in the complaint of fetch',
    edits: [
      {
        file: 'services/ocr-worker/src/vision-config.ts',
        find: ".regex(/^[\\u0021-\\u007E]+$/, 'must be one word of plain characters')",
        replace: '',
      },
    ],
    test: config(
      'is refused when it cannot be meant, without a word of its secrets: {"VISION_URL":"http://127.0.0.1:11434","VISION_MODEL":"qwen2.5vl:7b","VISION_API_KEY":"hunter2\\nx"}',
    ),
  },
  {
    guard: 'handwriting: asked again at the start',
    breaks: 'a batch is started that no worker can read',
    edits: [
      {
        file: 'services/api/src/routes/actions.ts',
        find: "if (status === 'draft') await checkHandwriting(api, options);",
        replace: '',
      },
    ],
    test: asked('is asked for again when the batch is changed and when it starts'),
  },
];
