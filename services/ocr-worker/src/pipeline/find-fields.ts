import type { Field, FieldReading, Word } from '@cardmill/contracts';
import { extractFields, type ExtractionOptions, type ImageSize } from '@cardmill/extraction';
import { callWithin, DeadlineExceeded } from '@cardmill/server-kit';

import { CardError } from '../imaging/index.ts';

/** The event loop stands still for so long at most: well below a third of any sensible lease. */
const MOST_MS = 5_000;

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
  extract: typeof extractFields = extractFields,
): Record<string, FieldReading> {
  try {
    const bound = Math.min(ms, MOST_MS);
    return callWithin(() => extract(words, fields, size, options), bound, 'finding the fields');
  } catch (error) {
    if (error instanceof DeadlineExceeded)
      throw new CardError('ocr_timeout', 'finding the fields took too long', { cause: error });
    throw error;
  }
}
