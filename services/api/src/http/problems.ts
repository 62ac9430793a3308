import type { Problem } from '@cardmill/contracts';
import { isDatabaseUnavailable } from '@cardmill/db';
import { ProblemError } from '@cardmill/server-kit';
import { StorageError } from '@cardmill/storage';

/** The problem that an error stands for. What we did not throw on purpose is an opaque `internal`. */
export function toProblemError(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof StorageError) return fromStorage(error);
  if (isDatabaseUnavailable(error)) return new ProblemError('database_unavailable', { cause: error });
  return fromMiddleware(error) ?? new ProblemError('internal', { cause: error });
}

/** The problem document, RFC 9457. */
export function toProblem(error: ProblemError, requestId: string): Problem & Record<string, unknown> {
  return {
    ...error.extra,
    type: `urn:cardmill:problem:${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    instance: requestId,
  };
}

function fromStorage(error: StorageError): ProblemError {
  switch (error.code) {
    case 'storage_unavailable':
    case 'storage_refused':
    case 'storage_full':
      return new ProblemError(error.code, { cause: error });
    default:
      return new ProblemError('internal', { cause: error });
  }
}

/** Errors of the router and the body parser carry a status; their words are safe, but not ours. */
function fromMiddleware(error: unknown): ProblemError | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const { status, cause = error } = error;
  if (status === 413) return new ProblemError('payload_too_large', { cause });
  if (status === 415) return new ProblemError('media_type_unsupported', { cause });
  if (status < 400 || status >= 500) return null;
  const detail =
    'type' in error && error.type === 'entity.parse.failed' ? 'The body is not valid JSON.' : undefined;
  return new ProblemError('invalid_request', { cause, ...(detail === undefined ? {} : { detail }) });
}
