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

/** Told what each step took, in milliseconds of this process's CPU; right only while one card is read at a time. */
export type OnStep = (step: string, cpuMs: number) => void;

const DEADLINE_MS = 120_000;

/** Whether a step is the engine's reading; all others are what it takes besides. */
export const isRecognition = (step: string): boolean => step.startsWith('recognition');

/** Reads with what is shipped unless other models are named. */
export function createCardReader(
  models: ModelSource = createShippedModels(),
  onStep: OnStep = () => undefined,
): CardReader {
  const recogniser = createTesseractRecogniser({ models });
  const step = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const before = process.cpuUsage();
    const done = await work();
    const { user, system } = process.cpuUsage(before);
    onStep(name, (user + system) / 1_000);
    return done;
  };
  return {
    async read(bytes, languages, options = {}) {
      const { upright } = await step('inspect', () => inspect(bytes));
      const image = await step('grey', () => greyPgm(upright));
      return await step('recognition', () =>
        recogniser.recognise(image, {
          languages: languages.split('+'),
          segmentation: options.segmentation ?? 'auto',
          signal: new AbortController().signal,
          deadlineMs: DEADLINE_MS,
        }),
      );
    },
    close: () => recogniser.close(),
  };
}
