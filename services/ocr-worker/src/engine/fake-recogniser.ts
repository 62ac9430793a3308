import { ProblemError } from '@cardmill/server-kit';

import { CardError } from '../imaging/card-error.ts';
import type { GreyImage } from '../imaging/pgm.ts';
import { bounded, Late } from './bounded.ts';
import type { Recogniser, RecogniseOptions, Recognition } from './recogniser.ts';
import { oneAtATime } from './turns.ts';

/** What the fake does with one image. `hang` ends with the deadline, the signal or `close`. */
export type FakeOutcome =
  | {
      readonly kind: 'read';
      readonly lines: readonly string[];
      readonly delayMs?: number;
      /** Of every word; 90 when absent. */
      readonly confidence?: number;
    }
  | { readonly kind: 'fail'; readonly error: Error; readonly delayMs?: number }
  | { readonly kind: 'hang' };

/** The script of a fake: called once an image, with its number from 0. */
export type FakeScript = (image: GreyImage, options: RecogniseOptions, call: number) => FakeOutcome;

/** A recogniser that reads nothing and keeps the port's promises; and how often it was asked. */
export interface FakeRecogniser extends Recogniser {
  calls(): number;
}

/** Confidence of every word, unless the script says another. */
const CONFIDENCE = 90;

/** For fault and throughput tests: outcomes and durations by script, the words on a plain grid. */
export function createFakeRecogniser(
  script: FakeScript,
  languages: readonly string[] = ['deu', 'eng'],
): FakeRecogniser {
  const closing = new AbortController();
  const turns = oneAtATime();
  let calls = 0;

  const recognise = async (image: GreyImage, options: RecogniseOptions): Promise<Recognition> => {
    const stop = [closing.signal, options.signal];
    for (const each of stop) each.throwIfAborted();
    if (options.languages.length === 0)
      throw new ProblemError('model_missing', { detail: 'no language was named' });
    const missing = options.languages.find((code) => !languages.includes(code));
    if (missing !== undefined) throw new ProblemError('model_missing', { detail: `no model for ${missing}` });
    const outcome = script(image, options, calls);
    calls += 1;
    let timer: NodeJS.Timeout | undefined;
    const done = new Promise<void>((resolve) => {
      if (outcome.kind !== 'hang') timer = setTimeout(resolve, outcome.delayMs ?? 0);
    });
    await bounded(done, options.deadlineMs, stop)
      .catch((error: unknown) => {
        throw error instanceof Late ? new CardError('ocr_timeout', error.message, { cause: error }) : error;
      })
      .finally(() => clearTimeout(timer));
    if (outcome.kind === 'fail') throw outcome.error;
    if (outcome.kind === 'hang') return fakeReading(image, options.languages, [], CONFIDENCE);
    return fakeReading(image, options.languages, outcome.lines, outcome.confidence ?? CONFIDENCE);
  };

  return {
    recognise: async (image, options) =>
      await turns(async () => await recognise(image, options), options.signal),
    calls: () => calls,
    async close() {
      if (!closing.signal.aborted)
        closing.abort(new ProblemError('shutting_down', { detail: 'the recogniser is closed' }));
      await Promise.resolve();
    },
  };
}

function fakeReading(
  image: GreyImage,
  languages: readonly string[],
  lines: readonly string[],
  confidence: number,
): Recognition {
  const rowHeight = image.height / (lines.length + 1);
  const words = lines.flatMap((text, line) => {
    const parts = text.split(/\s+/).filter((part) => part !== '');
    const width = image.width / (parts.length + 1);
    return parts.map((part, i) => {
      const box = { x: i * width, y: line * rowHeight, width: width * 0.9, height: rowHeight * 0.8 };
      return { text: part, confidence, ...box, line, block: 0 };
    });
  });
  return {
    text: lines.join('\n'),
    words,
    confidence: words.length === 0 ? null : confidence,
    engine: { name: 'fake', version: '1' },
    model: { name: languages.join('+'), sha256: languages.map(() => '0'.repeat(64)).join('+') },
  };
}
