import type { Field, FieldReading, Word } from '@cardmill/contracts';
import {
  createExtractor,
  type ExtractionOptions,
  type Extractor,
  type ImageSize,
} from '@cardmill/extraction';
import { callWithin, DeadlineExceeded } from '@cardmill/server-kit';

import { CardError } from '../imaging/index.ts';

/** The event loop stands still for so long at most: well below a third of any sensible lease. */
const MOST_MS = 5_000;

/** A template made ready, and what it was made of. */
interface Ready {
  readonly key: string;
  readonly extract: Extractor;
}

/**
 * The last template used. The next card is mostly of the same batch, and making a template of patterns ready took 18 ms, six
 * times what finding its fields takes. Forgotten when anything goes wrong: what was ended half-way is not used again.
 */
let last: Ready | null = null;

/**
 * The fields out of the words, bounded: milliseconds for any template that makes sense, about a second for one at the
 * contract's limits (200 fields with 50 synonyms each) on a page of 500 words, and no promise for what nobody thought of.
 * @throws CardError `ocr_timeout`
 */
export function findFields(
  words: readonly Word[],
  fields: readonly Field[],
  size: ImageSize,
  ms: number,
  options: ExtractionOptions = {},
  prepare: typeof createExtractor = createExtractor,
): Record<string, FieldReading> {
  const ready = last;
  last = null;
  const key = JSON.stringify([fields, options.records]);
  try {
    return callWithin(
      () => {
        const extract = ready?.key === key ? ready.extract : prepare(fields, options);
        const found = extract(words, size);
        last = { key, extract };
        return found;
      },
      Math.min(ms, MOST_MS),
      'finding the fields',
    );
  } catch (error) {
    if (error instanceof DeadlineExceeded)
      throw new CardError('ocr_timeout', 'finding the fields took too long', { cause: error });
    throw error;
  }
}
