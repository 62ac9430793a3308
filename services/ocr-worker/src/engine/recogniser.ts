import type { Segmentation } from '@cardmill/contracts';

import type { GreyImage } from '../imaging/pgm.ts';

/** How one image is to be read. */
export interface RecogniseOptions {
  /** Model codes, the most likely language first: the order changes what is read. */
  readonly languages: readonly string[];
  /** `line`: the image shows one. */
  readonly segmentation: Segmentation | 'line';
  /** Read by the model that is set up for handwriting; the built-in engine when false or absent. */
  readonly handwriting?: boolean;
  /** Fires when the card is cancelled or fenced: the call then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Bound of the call from its turn on, in milliseconds; starting an engine may take half of it at most. */
  readonly deadlineMs: number;
}

/** A word as read: pixels of the image handed over, origin top left; confidence 0 to 100. */
export interface RecognisedWord {
  readonly text: string;
  readonly confidence: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Words of one printed line share a number; lines are numbered from 0 in reading order over the whole image. */
  readonly line: number;
  /** Likewise for blocks of lines. */
  readonly block: number;
}

/** What was read and by what. */
export interface Recognition {
  /** NFC, one line break per printed line, a blank line between paragraphs. Spelling as read. */
  readonly text: string;
  readonly words: readonly RecognisedWord[];
  /** Mean over the words, 0 to 100; null when no word was found. */
  readonly confidence: number | null;
  readonly engine: {
    readonly name: string;
    readonly version: string;
    /** There when a vision model read the text. `answeredBy`: what the endpoint calls it; `prompt`: which wording. */
    readonly handwriting?: {
      readonly model: string;
      readonly answeredBy: string | null;
      readonly prompt: string;
    };
  };
  /** `sha256`: of the uncompressed model; of several, all of them in the order of the languages, joined by `+`. */
  readonly model: { readonly name: string; readonly sha256: string };
}

/**
 * Reads images, one at a time: calls that come while one is read wait their turn. After any failure the same
 * recogniser reads the next image. Whoever makes one closes it.
 */
export interface Recogniser {
  /**
   * @throws CardError `ocr_timeout` or `ocr_failed`: this image's own fault
   * @throws ProblemError `model_missing`, `engine_unavailable`, `handwriting_off`, `handwriting_refused`, and
   *   `shutting_down` once closed
   * @throws the signal's reason when it fires
   */
  recognise(image: GreyImage, options: RecogniseOptions): Promise<Recognition>;
  /** Ends the engine, also in the middle of an image; idempotent, and done within 5 s whatever the engine does. */
  close(): Promise<void>;
}
