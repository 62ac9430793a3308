import { createContext, Script } from 'node:vm';

import type { Field, FieldReading, Word } from '@cardmill/contracts';
import { extractFields, type ImageSize } from '@cardmill/extraction';

import { CardError } from '../imaging/index.ts';

/** The event loop stands still for so long at most: well below a third of any sensible lease. */
const MOST_MS = 5_000;

const script = new Script('find()');

/**
 * The fields out of the words, bounded: a template within every limit of the contract (200 fields with 50 synonyms
 * each) kept a worker busy for minutes on a page of 500 words. V8's own watchdog ends it, which costs no thread and no
 * copy of the words for the cards of everybody else, who need milliseconds.
 * @throws CardError `ocr_timeout`
 */
export function findFields(
  words: readonly Word[],
  fields: readonly Field[],
  size: ImageSize,
  ms: number,
  extract: typeof extractFields = extractFields,
): Record<string, FieldReading> {
  let found: Record<string, FieldReading> = {};
  const find = (): void => {
    found = extract(words, fields, size);
  };
  try {
    script.runInContext(createContext({ find }), { timeout: Math.ceil(Math.min(ms, MOST_MS)) });
  } catch (cause) {
    if (isTimeout(cause)) throw new CardError('ocr_timeout', 'finding the fields took too long', { cause });
    throw cause;
  }
  return found;
}

// The context's own Error, so no `instanceof`.
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
