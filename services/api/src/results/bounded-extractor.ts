import type { Field } from '@cardmill/contracts';
import { createExtractor, type ExtractionOptions, type Extractor } from '@cardmill/extraction';
import { callWithin, DeadlineExceeded, ProblemError } from '@cardmill/server-kit';

/**
 * For so long may one card keep everybody else waiting. The built-in templates need some 15 ms of CPU a card, the first time
 * 300; with workers on every core the API gets a sixth of one (measured), and half a second was too short.
 */
const CARD_MS = 2_000;

/**
 * What takes the fields out of one card's words after the other, none of which holds up the event loop for longer than
 * its bound.
 * @param allMs bound of all cards together; without one there is none.
 * @throws ProblemError `fields_too_slow`, now and by each call of what is returned
 */
export function boundedExtractor(
  fields: readonly Field[],
  options: ExtractionOptions,
  cardMs = CARD_MS,
  allMs = Number.POSITIVE_INFINITY,
): Extractor {
  let left = allMs;
  const extract = within(cardMs, () => createExtractor(fields, options));
  return (words, size) => {
    const started = performance.now();
    if (left <= 0) throw new ProblemError('fields_too_slow');
    const readings = within(cardMs, () => extract(words, size));
    left -= performance.now() - started;
    return readings;
  };
}

function within<T>(ms: number, work: () => T): T {
  try {
    return callWithin(work, ms, 'finding the fields of a card');
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw new ProblemError('fields_too_slow', { cause: error });
    throw error;
  }
}
