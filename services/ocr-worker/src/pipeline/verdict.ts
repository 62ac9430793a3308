import { codedError, type CodedError } from '@cardmill/contracts';
import { isDatabaseUnavailable } from '@cardmill/db';
import { DeadlineExceeded, ProblemError } from '@cardmill/server-kit';
import {
  ObjectNotFound,
  ObjectTooLarge,
  StorageFull,
  StorageRefused,
  StorageUnavailable,
} from '@cardmill/storage';

import { CardError } from '../imaging/index.ts';

/**
 * What an error means for the card in hand.
 * - `card`: its own fault; it fails alone and is never retried by itself.
 * - `wait`: trouble that passes; the card is put back and nothing is counted against it.
 * - `stop`: waiting does not cure it; the batch stops and says why.
 * - `lost`: the card is no longer ours, or we are told to stop; nothing is written.
 */
export type Verdict =
  | { kind: 'card'; error: CodedError }
  | { kind: 'wait'; cause: 'storage_unavailable' | 'database_unavailable' | 'engine_unavailable' }
  | { kind: 'stop'; error: CodedError }
  | { kind: 'lost' };

/** The one place that decides. An error nobody foresaw is the card's: it must not stop the line. */
export function verdict(error: unknown, signal: AbortSignal): Verdict {
  if (signal.aborted) return { kind: 'lost' };
  if (error instanceof CardError) return { kind: 'card', error: codedError(error.code) };
  if (error instanceof ObjectNotFound) return { kind: 'card', error: codedError('original_missing') };
  if (error instanceof ObjectTooLarge) return { kind: 'card', error: codedError('file_too_large') };
  if (error instanceof StorageUnavailable) return { kind: 'wait', cause: 'storage_unavailable' };
  if (error instanceof StorageRefused) return { kind: 'stop', error: codedError('storage_refused') };
  if (error instanceof StorageFull) return { kind: 'stop', error: codedError('storage_full') };
  if (error instanceof ProblemError) return ofProblem(error);
  if (error instanceof DeadlineExceeded) return { kind: 'wait', cause: 'storage_unavailable' };
  if (isDatabaseUnavailable(error)) return { kind: 'wait', cause: 'database_unavailable' };
  return { kind: 'card', error: codedError('ocr_failed') };
}

function ofProblem(error: ProblemError): Verdict {
  switch (error.code) {
    case 'shutting_down':
      return { kind: 'lost' };
    case 'engine_unavailable':
    case 'database_unavailable':
      return { kind: 'wait', cause: error.code };
    case 'model_missing':
    case 'handwriting_off':
    case 'handwriting_refused':
      return { kind: 'stop', error: codedError(error.code, error.detail) };
    default:
      return { kind: 'card', error: codedError(error.code) };
  }
}
