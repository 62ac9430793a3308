import type { ReadingOptions } from '@cardmill/contracts';
import {
  createShippedModels,
  createTesseractRecogniser,
  greyPgm,
  inspect,
  type ModelSource,
} from '@cardmill/ocr-worker';

/** What a card says, by the way every card of the product goes. */
export interface CardRead {
  readonly text: string;
  readonly confidence: number | null;
  /** Name and sha256 of the models, as in a result. */
  readonly model: { readonly name: string; readonly sha256: string };
  readonly engine: { readonly name: string; readonly version: string };
}

/** The product's reading path without the line around it: bytes of an original in, text out. One card at a time. */
export interface CardReader {
  read(bytes: Uint8Array, languages: string, options?: ReadingOptions): Promise<CardRead>;
  close(): Promise<void>;
}

const DEADLINE_MS = 120_000;

/** Reads with what is shipped unless other models are named. */
export function createCardReader(models: ModelSource = createShippedModels()): CardReader {
  const recogniser = createTesseractRecogniser({ models });
  return {
    async read(bytes, languages, options = {}) {
      const { upright } = await inspect(bytes);
      return await recogniser.recognise(greyPgm(upright), {
        languages: languages.split('+'),
        segmentation: options.segmentation ?? 'auto',
        signal: new AbortController().signal,
        deadlineMs: DEADLINE_MS,
      });
    },
    close: () => recogniser.close(),
  };
}
