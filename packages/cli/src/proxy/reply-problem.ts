import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { PROBLEMS } from '@cardmill/contracts';
import type { Problem, ProblemCode } from '@cardmill/contracts';

/** Answers with a problem document (RFC 9457) in the proxy's own name; drops the rest of the request. */
export function replyProblem(
  req: IncomingMessage,
  res: ServerResponse,
  code: ProblemCode,
  detail?: string,
): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const { status, title } = PROBLEMS[code];
  const requestId = randomUUID();
  const problem: Problem = {
    type: `urn:cardmill:problem:${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    instance: requestId,
  };
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  res.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(status === 503 ? { 'retry-after': '1' } : {}),
    // An upload that nobody takes in would keep the connection busy for nothing.
    ...(req.complete ? {} : { connection: 'close' }),
  });
  res.end(JSON.stringify(problem));
  req.unpipe();
  req.resume();
}
