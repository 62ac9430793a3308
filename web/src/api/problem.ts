import type { Problem } from '@cardmill/contracts';

/** The server refused, and said why with a stable code. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The server answered, but not in the form agreed: a proxy's page, or another version of the server. */
export class UnexpectedReply extends Error {
  readonly status: number;

  constructor(status: number, cause?: unknown) {
    super(`unexpected reply, status ${status}`, { cause });
    this.name = 'UnexpectedReply';
    this.status = status;
  }
}

/** True for what passes by itself: no line, a server that restarts, a dependency that is away. */
export function passes(error: unknown): boolean {
  if (error instanceof ProblemError) {
    return (
      error.problem.status === 503 ||
      error.problem.status === 429 ||
      error.problem.code === 'multipart_broken'
    );
  }
  if (error instanceof UnexpectedReply)
    return error.status === 502 || error.status === 503 || error.status === 504;
  // fetch rejects with a TypeError when there is no line, and with a TimeoutError when nothing came in time.
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');
}
