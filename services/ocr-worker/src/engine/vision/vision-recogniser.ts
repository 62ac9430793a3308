import { ProblemError } from '@cardmill/server-kit';
import type { Logger } from 'pino';

import { CardError } from '../../imaging/card-error.ts';
import { bounded } from '../bounded.ts';
import type { Recogniser, RecogniseOptions, Recognition } from '../recogniser.ts';
import { oneAtATime } from '../turns.ts';
import { createEndpoint, type EndpointOptions } from './endpoint.ts';
import { mergeReadings } from './merge.ts';
import { createPace } from './pace.ts';
import { pictureOf } from './picture.ts';
import { PROMPT_ID } from './prompt.ts';
import { createTranscriber, type TranscriberOptions } from './transcriber.ts';
import { transcriptOf } from './transcript.ts';

/** What a recogniser of this kind needs. */
export interface VisionOptions extends EndpointOptions {
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Requests that this process sends in a minute at the most. */
  readonly requestsPerMinute: number;
  /** Finds where the words stand. Not closed with this one: the worker reads its other cards by it. */
  readonly tesseract: Recogniser;
  readonly backOffMs?: TranscriberOptions['backOffMs'];
  readonly logger?: Pick<Logger, 'warn'> | undefined;
}

/**
 * An OpenAI-compatible vision endpoint behind the port: the model reads, tesseract says where. Sends the image and the
 * fixed prompt, nothing else of the card, and only to the address it was made with.
 */
export function createVisionRecogniser(options: VisionOptions): Recogniser {
  const { tesseract, timeoutMs, backOffMs, logger } = options;
  const transcriber = createTranscriber({
    endpoint: createEndpoint(options),
    pace: createPace(options.requestsPerMinute),
    timeoutMs,
    logger,
    ...(backOffMs === undefined ? {} : { backOffMs }),
  });
  const closing = new AbortController();
  const turns = oneAtATime();

  const recognise = async (image: Parameters<Recogniser['recognise']>[0], asked: RecogniseOptions) => {
    const begun = performance.now();
    const stop = [closing.signal, asked.signal];
    for (const each of stop) each.throwIfAborted();
    // First, since it is quick and free: a card that cannot be read at all costs no request.
    const halfMs = asked.deadlineMs / 2;
    const seen = await bounded(tesseract.recognise(image, { ...asked, deadlineMs: halfMs }), null, stop);
    const picture = await bounded(pictureOf(image), null, stop);
    const leftMs = asked.deadlineMs - (performance.now() - begun);
    const said = await transcriber.transcribe(picture, leftMs, stop);
    const transcript = transcriptOf(said.text);
    if (transcript === null) throw new CardError('ocr_failed', 'the model wrote more than a card holds');
    return {
      ...mergeReadings(transcript, seen.words, image),
      engine: {
        name: `${options.model} + ${seen.engine.name}`,
        version: seen.engine.version,
        handwriting: { model: options.model, answeredBy: said.model, prompt: PROMPT_ID },
      },
      model: { name: `${options.model} + ${seen.model.name}`, sha256: seen.model.sha256 },
    } satisfies Recognition;
  };

  return {
    recognise: async (image, asked) => await turns(async () => await recognise(image, asked), asked.signal),
    async close() {
      if (!closing.signal.aborted)
        closing.abort(new ProblemError('shutting_down', { detail: 'the recogniser is closed' }));
      await Promise.resolve();
    },
  };
}
