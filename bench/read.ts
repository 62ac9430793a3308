import type { ReadingOptions, Word } from '@cardmill/contracts';
import {
  createShippedModels,
  createTesseractRecogniser,
  decode,
  DEFAULT_LIMITS,
  inspect,
  makeDerivatives,
  measureScan,
  type ModelSource,
  type Recogniser,
  recogniseCard,
} from '@cardmill/ocr-worker';

import { createStopwatch, type OnStep } from './stopwatch.ts';

/** What a card says, by the way every card of the product goes. */
export interface CardRead {
  readonly text: string;
  readonly confidence: number | null;
  readonly words: readonly Word[];
  /** The upright image that the words' places are in: pixels, and degrees by which its lines fall to the right. */
  readonly size: { readonly width: number; readonly height: number; readonly angle: number };
  /** What is kept with a result: models, settings, geometry. */
  readonly how: Readonly<Record<string, unknown>>;
}

/** The product's reading path without the line around it: bytes of an original in, text out. One card at a time. */
export interface CardReader {
  read(bytes: Uint8Array, languages: string, options?: ReadingOptions): Promise<CardRead>;
  close(): Promise<void>;
}

const DEADLINE_MS = 120_000;

/** Whether a step is the engine's reading; all others are what it takes besides. */
export const isRecognition = (step: string): boolean => step.startsWith('recognition');

/**
 * Reads with what is shipped unless other models are named.
 * @param onStep is told what each step took; the parts of inspecting are then run once more by themselves.
 */
export function createCardReader(
  models: ModelSource = createShippedModels(),
  onStep: OnStep | null = null,
): CardReader {
  const engine = createTesseractRecogniser({ models });
  const watch = createStopwatch(onStep ?? (() => undefined));
  let looks = 0;
  const recogniser: Recogniser = {
    ...engine,
    async recognise(image, asked) {
      looks += 1;
      const name = looks === 1 ? 'recognition, first look' : 'recognition, further looks';
      return await watch.step(name, () => engine.recognise(image, asked));
    },
  };

  return {
    async read(bytes, languages, options = {}) {
      const orient = options.imaging?.orient !== false;
      looks = 0;
      const scan = await (onStep === null
        ? inspect(bytes, { orient })
        : watch.whole('inspect, rest', async () => {
            const image = await watch.again('decode', () =>
              decode(bytes, { page: 0, limits: DEFAULT_LIMITS }),
            );
            await watch.again('measuring', () => measureScan(image));
            await watch.again('derivatives', () => makeDerivatives(image));
            return await inspect(bytes, { orient });
          }));
      const asked = {
        languages: languages.split('+'),
        options,
        signal: new AbortController().signal,
        deadlineMs: DEADLINE_MS,
      };
      const { text, confidence, words, upright, orientation, angle, how } = await watch.whole('words', () =>
        recogniseCard(recogniser, scan, asked, watch.step),
      );
      // As the line does: what people see is turned as it was read.
      if (orientation !== scan.orientation)
        await watch.step('derivatives, turned after reading', () => makeDerivatives(upright));
      const size = { width: upright.width, height: upright.height, angle };
      return { text, confidence, words, how, size };
    },
    close: () => engine.close(),
  };
}
