import { createHash } from 'node:crypto';

import type { Logger } from '@cardmill/server-kit';

import type { WorkerConfig } from './config.ts';
import {
  createEngines,
  createFakeRecogniser,
  createTesseractRecogniser,
  createVisionRecogniser,
  type ModelSource,
  type Recogniser,
} from './engine/index.ts';

export interface Chosen {
  /** All engines of the worker as one; whoever asked for it closes it. */
  readonly recogniser: Recogniser;
  /** Whether cards of handwriting can be read. */
  readonly handwriting: boolean;
}

/** The recogniser that the configuration names. @param instead in the place of tesseract, for tests; closed with the rest */
export function chooseRecogniser(
  config: WorkerConfig,
  models: ModelSource,
  languages: readonly string[],
  logger: Logger,
  instead?: Recogniser,
): Chosen {
  const tesseract = instead ?? createPlain(config, models, languages, logger);
  const { VISION_URL: endpoint, VISION_MODEL: model } = config;
  if (endpoint === undefined || model === undefined)
    return { recogniser: createEngines({ tesseract, vision: null }), handwriting: false };
  const vision = createVisionRecogniser({
    endpoint,
    model,
    apiKey: config.VISION_API_KEY,
    timeoutMs: config.VISION_TIMEOUT_MS,
    requestsPerMinute: config.VISION_REQUESTS_PER_MINUTE,
    tesseract,
    logger,
  });
  return { recogniser: createEngines({ tesseract, vision }), handwriting: true };
}

function createPlain(
  config: WorkerConfig,
  models: ModelSource,
  languages: readonly string[],
  logger: Logger,
): Recogniser {
  switch (config.RECOGNISER) {
    case 'tesseract':
      return createTesseractRecogniser({ models, logger });
    case 'fake': {
      const { fromMs, toMs } = config.FAKE_READING_MS;
      const delayMs = (call: number) => fromMs + drawn(`${config.FAKE_SEED}:${call}`) * (toMs - fromMs);
      return createFakeRecogniser(
        (_image, _options, call) => ({ kind: 'read', lines: ['read'], delayMs: delayMs(call) }),
        languages,
      );
    }
  }
}

/** A number from 0 to 1 that depends on the text only. */
const drawn = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
