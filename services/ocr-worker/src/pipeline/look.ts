import type { ReadingOptions, Segmentation } from '@cardmill/contracts';
import { joinLetterSpaced } from '@cardmill/extraction';

import type { Recogniser, RecogniseOptions, RecognisedWord, Recognition } from '../engine/index.ts';
import {
  freePixels,
  type Measure,
  type Prepared,
  prepare,
  toUpright,
  type MeasuredScan,
} from '../imaging/index.ts';
import { cardText } from './card-text.ts';
import { lettersOf, withoutNoise } from './noise.ts';
import { inReadingOrder } from './reading-order.ts';

/** How one look at a card is taken. */
export interface LookOptions extends Pick<RecogniseOptions, 'languages' | 'signal' | 'deadlineMs'> {
  readonly segmentation: Segmentation;
  readonly handwriting: boolean;
}

/** What one look at a card has found. */
export interface Look {
  readonly text: string;
  /** Places in pixels of the upright image. */
  readonly words: readonly RecognisedWord[];
  readonly confidence: number | null;
  readonly recognition: Recognition;
  readonly prepared: Prepared;
  readonly segmentation: Segmentation;
  readonly handwriting: boolean;
  /** How much was read and how surely: what two looks at the same card are compared by. */
  readonly worth: number;
}

/** Confidence that a wrong letter comes with about as often as a right one. */
const DOUBT = 55;

/** Reads an image that is prepared, and puts what was read in order. */
export async function look(recogniser: Recogniser, prepared: Prepared, options: LookOptions): Promise<Look> {
  const recognition = await recogniser.recognise(prepared.image, options);
  return lookOf({ recognition, prepared, ...options });
}

/** What was read, put in order. */
export function lookOf({
  recognition,
  prepared,
  segmentation,
  handwriting,
}: Pick<Look, 'recognition' | 'prepared' | 'segmentation' | 'handwriting'>): Look {
  // What reads handwriting puts its words in order itself, and has no noise to take out.
  const words = handwriting
    ? recognition.words
    : joinLetterSpaced(inReadingOrder(withoutNoise(recognition.words)));
  return {
    text: handwriting ? recognition.text : cardText(words),
    words: words.map((word) => ({ ...word, ...toUpright(word, prepared.geometry) })),
    confidence: words.length === 0 ? null : meanOf(words),
    recognition,
    prepared,
    segmentation,
    handwriting,
    worth: words.reduce((sum, word) => sum + lettersOf([word]) * Math.max(0, word.confidence - DOUBT), 0),
  };
}

/** Mean over the words, to one decimal. */
const meanOf = (words: readonly RecognisedWord[]): number =>
  Math.round((words.reduce((sum, word) => sum + word.confidence, 0) / words.length) * 10) / 10;

/** A scan made ready and read. */
export async function lookAt(
  recogniser: Recogniser,
  scan: MeasuredScan,
  imaging: Pick<ReadingOptions, 'imaging'>,
  options: LookOptions,
  measure?: Measure,
): Promise<Look> {
  const prepared = await prepare(scan, imaging, measure);
  freePixels();
  return look(recogniser, prepared, options);
}
