// What keeps imaging from losing letters, misplacing words, and a second look from making a card worse or dearer.
import { test } from './tests.mjs';

const IMAGING = 'services/ocr-worker/src/imaging';
const LOOKS = 'services/ocr-worker/src/pipeline/recognise-card.ts';
const rules = test('unit', `${IMAGING}/rules.test.ts`);
const dotted = test('unit', `${IMAGING}/dotted-rules.test.ts`);
const edge = test('unit', `${IMAGING}/card-edge.test.ts`);
const content = test('unit', `${IMAGING}/content.test.ts`);
const light = test('unit', `${IMAGING}/light.test.ts`);
const places = test('unit', `${IMAGING}/straight.test.ts`);
const closer = test('unit', 'services/ocr-worker/src/pipeline/closer-look.test.ts');
const looks = test('unit', 'services/ocr-worker/src/pipeline/recognise-card.test.ts');

export const imagingGuards = [
  {
    guard: 'imaging: letters that cross a rule',
    breaks: 'every letter that stands on a line loses its foot',
    edits: [
      {
        file: `${IMAGING}/solid-rules.ts`,
        find: 'if (pixels[at] === 255 || !isInk(at) || up + down + 1 > most) continue;',
        replace: 'if (pixels[at] === 255 || !isInk(at)) continue;',
      },
    ],
    test: rules('leave the letters that stand on them and cross them'),
  },
  {
    guard: 'imaging: full stops are no dotted line',
    breaks: 'an ellipsis vanishes',
    edits: [{ file: `${IMAGING}/dotted-rules.ts`, find: 'const FEWEST = 6;', replace: 'const FEWEST = 1;' }],
    test: dotted('are no full stops: one at a word’s foot and three in a row stay'),
  },
  {
    guard: 'imaging: a rule is no surround',
    breaks: 'what stands above a rule from edge to edge is cut off',
    edits: [{ file: `${IMAGING}/card-edge.ts`, find: ' && i <= cut + 1; i++', replace: '; i++' }],
    test: edge('is not a rule that runs from edge to edge'),
  },
  {
    guard: 'imaging: what is written by hand is content',
    breaks: 'a word by hand or a headline away from the typing is cut off',
    edits: [
      { file: `${IMAGING}/content.ts`, find: 'const MOST_HEIGHT = 12;', replace: 'const MOST_HEIGHT = 2;' },
    ],
    test: content('is a word by hand too'),
  },
  {
    guard: 'imaging: squares without paper',
    breaks: 'a hole or a photograph becomes white noise',
    edits: [
      {
        file: `${IMAGING}/light.ts`,
        find: 'const LEAST_SHARE = 0.45;',
        replace: 'const LEAST_SHARE = 0;',
      },
    ],
    test: light('does not turn a hole or a photograph into paper'),
  },
  {
    guard: 'imaging: the way back to the upright image',
    breaks: 'words of a card that lay askew are marked beside themselves',
    edits: [
      {
        file: `${IMAGING}/straight.ts`,
        find: 'const angle = (geometry.angle * Math.PI) / 180;',
        replace: 'const angle = 0;',
      },
    ],
    test: places('comes back to where it is on the upright image: a card 5 degrees askew'),
  },
  {
    guard: 'imaging: the better look',
    breaks: 'a second look replaces a better first one',
    edits: [
      {
        file: LOOKS,
        find: 'if (other.worth > best.worth) best = other;',
        replace: 'best = other;',
      },
    ],
    test: looks('keeps its first reading when the second is worse, or reads nothing'),
  },
  {
    guard: 'imaging: a closer look must be better',
    breaks: 'a number that was read right is lost to a strip that caught half of the next line',
    edits: [
      {
        file: 'services/ocr-worker/src/pipeline/closer-look.ts',
        find: 'if (first === undefined || !isBetter(words, strip)) continue;',
        replace: 'if (first === undefined) continue;',
      },
    ],
    test: closer('keep their first reading where the second is no surer, or is of something else'),
  },
  {
    guard: 'imaging: handwriting is asked for once',
    breaks: 'an endpoint that is paid by the card is paid three times',
    edits: [
      { file: LOOKS, find: 'const mayLookAgain = !handwriting;', replace: 'const mayLookAgain = true;' },
    ],
    test: looks('in handwriting costs one question, however doubtful the answer'),
  },
  {
    guard: 'imaging: pixels turn with the reading',
    breaks: 'boxes of a card read on its head lie on another image than people see',
    edits: [
      {
        file: LOOKS,
        find: '[best, { upright, orientation }] = [otherLook, other]',
        replace: '[best, { orientation }] = [otherLook, other]',
      },
    ],
    test: looks('is read both ways, and turned as it was read better: 0'),
  },
];
