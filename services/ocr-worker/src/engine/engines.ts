import { ProblemError } from '@cardmill/server-kit';

import type { Recogniser } from './recogniser.ts';

/** The recognisers of one worker. */
export interface Engines {
  readonly tesseract: Recogniser;
  /** Null: no endpoint is set up. It must be made with the same `tesseract`: one engine a worker. */
  readonly vision: Recogniser | null;
}

/**
 * Both as one: each card is read by the one that its batch asks for.
 * @throws ProblemError `handwriting_off` from `recognise` when the endpoint has been taken away since the batch started
 */
export function createEngines({ tesseract, vision }: Engines): Recogniser {
  return {
    async recognise(image, asked) {
      if (asked.handwriting !== true) return await tesseract.recognise(image, asked);
      if (vision === null) throw new ProblemError('handwriting_off');
      return await vision.recognise(image, asked);
    },
    async close() {
      // The endpoint first: what waits for it is freed with the right reason.
      await vision?.close();
      await tesseract.close();
    },
  };
}
