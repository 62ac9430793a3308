import { ProblemError } from '@cardmill/server-kit';
import type { ErrorRequestHandler, RequestHandler } from 'express';

import { requestIdOf } from './logging.ts';
import { toProblem, toProblemError } from './problems.ts';

/** The end of the chain: nothing answers to this address. */
export const notFound: RequestHandler = () => {
  throw new ProblemError('not_found');
};

/** Every failed request ends here, as `application/problem+json`. */
export const answerError: ErrorRequestHandler = (error: unknown, req, res, _next) => {
  const problem = toProblemError(error);
  // 5xx are ours to look into; 4xx are the sender's, told in the answer.
  if (problem.status >= 500) req.log.error({ err: error, code: problem.code }, 'request failed');
  else req.log.debug({ code: problem.code }, 'request refused');
  if (res.headersSent) {
    // A body cut short must not look whole.
    res.destroy(error instanceof Error ? error : undefined);
    return;
  }
  for (const name of ['content-disposition', 'content-length', 'etag']) res.removeHeader(name);
  if (problem.status === 503) res.set('retry-after', '2');
  res
    .status(problem.status)
    .set('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(problem, requestIdOf(req))));
};
