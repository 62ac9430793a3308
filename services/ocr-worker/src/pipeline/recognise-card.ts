import type { ReadingOptions, Segmentation } from '@cardmill/contracts';

import type { Recogniser, RecogniseOptions } from '../engine/index.ts';
import { type Measure, type MeasuredScan, turnedOver } from '../imaging/index.ts';
import { closerLook } from './closer-look.ts';
import { look, type Look, lookAt, type LookOptions } from './look.ts';
import { confidenceOf } from './noise.ts';

/** Of a card what the batch says about reading it. */
export interface CardReadOptions extends Pick<RecogniseOptions, 'languages' | 'signal' | 'deadlineMs'> {
  readonly options: ReadingOptions;
}

/** A card as read, places in pixels of its `upright` image. */
export interface CardReading
  extends Pick<Look, 'text' | 'words' | 'confidence'>, Pick<MeasuredScan, 'upright' | 'orientation'> {
  /** Degrees by which the lines fall to the right in `upright`; 0 also where there is too little text to tell. */
  readonly angle: number;
  /** Engine, model, settings and geometry, as they are kept with a result. */
  readonly how: Readonly<Record<string, unknown>>;
}

const FIRST: Segmentation = 'auto';
const SECOND: Segmentation = 'column';
/**
 * Below this confidence another look is worth its time: from 75 on it took a third more of further looks, for no field
 * and no error rate that was better (docs/decisions/imaging.md).
 */
const DOUBTFUL = 70;
/** Text on its head comes with less confidence than this; asking both ways costs as much as reading twice. */
const ON_ITS_HEAD = 65;

/**
 * Reads a card: one look, and another one where the first was doubtful, the better kept. What the shape of its letters left
 * open, whether it stands on its head, is decided by reading it both ways.
 * @throws as {@link Recogniser.recognise}
 */
export async function recogniseCard(
  recogniser: Recogniser,
  scan: MeasuredScan,
  { options, languages, signal, deadlineMs }: CardReadOptions,
  measure?: Measure,
): Promise<CardReading> {
  const end = performance.now() + deadlineMs;
  const handwriting = options.handwriting ?? false;
  const asked = (segmentation: Segmentation): LookOptions => ({
    languages,
    signal,
    segmentation,
    handwriting,
    deadlineMs: Math.max(1, end - performance.now()),
  });
  let { upright, orientation } = scan;
  let best = await lookAt(recogniser, scan, options, asked(options.segmentation ?? FIRST), measure);
  let looks = 1;
  // An endpoint for handwriting is asked once: it costs a hundred times more.
  const mayLookAgain = !handwriting;
  if (
    mayLookAgain &&
    !scan.sure &&
    options.imaging?.orient !== false &&
    confidenceOf(best.words) < ON_ITS_HEAD
  ) {
    const other = await turnedOver(scan);
    const otherLook = await lookAt(recogniser, other, options, asked(best.segmentation), measure);
    looks += 1;
    if (otherLook.worth > best.worth) [best, { upright, orientation }] = [otherLook, other];
  }
  // With a layout that the batch has fixed there is no other way to look: the same again would cost as much and read the same.
  const maySecond = mayLookAgain && options.secondLook !== false && options.segmentation === undefined;
  if (maySecond && isDoubtful(best)) {
    looks += 1;
    const other = await look(recogniser, best.prepared, asked(SECOND));
    if (other.worth > best.worth) best = other;
  }
  let strips = 0;
  if (mayLookAgain && options.secondLook !== false)
    ({ look: best, strips } = await closerLook(recogniser, best, () => asked(best.segmentation)));
  const { recognition, prepared, segmentation, text, words, confidence } = best;
  return {
    text,
    words,
    confidence,
    upright,
    orientation,
    angle: prepared.facts.angle ?? 0,
    how: {
      engine: recognition.engine,
      model: recognition.model,
      languages,
      segmentation,
      looks,
      strips,
      dpi: prepared.image.dpi,
      orientation,
      ...prepared.facts,
    },
  };
}

/** Nothing read is no matter where no text was seen either. */
const isDoubtful = ({ words, prepared }: Look): boolean =>
  words.length === 0 ? prepared.facts.letterHeight !== null : confidenceOf(words) < DOUBTFUL;
