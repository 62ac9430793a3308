import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from '@cardmill/server-kit';
import { pinoHttp } from 'pino-http';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;
const QUIET = /^\/(metrics$|api\/v1\/health(\/|$))/;

/**
 * Gives each request its id (the sender's `x-request-id` when it is a sane one), sends it back, and writes one line per
 * answer. Only method, path, status and time are logged: never headers, bodies or what somebody searched for.
 */
export function requestLog(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId(req, res) {
      const sent = req.headers['x-request-id'];
      const id = typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomUUID();
      res.setHeader('x-request-id', id);
      return id;
    },
    customAttributeKeys: { reqId: 'requestId' },
    quietReqLogger: true,
    quietResLogger: true,
    // Nothing of the raw request; wrapping would put pino's talkative error serializer before ours.
    serializers: { req: () => undefined, res: () => undefined },
    wrapSerializers: false,
    autoLogging: { ignore: (req) => QUIET.test(pathOf(req)) },
    customLogLevel: (_req, res, error) => (error !== undefined || res.statusCode >= 500 ? 'warn' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request',
    customSuccessObject: line,
    customErrorObject: line,
  });
}

/** The id that the answer carries. */
export const requestIdOf = (req: IncomingMessage): string => (typeof req.id === 'string' ? req.id : '');

const batches = new WeakMap<IncomingMessage, string>();
/** Names the batch that a request is about, for the lines written for it. */
export const aboutBatch = (req: IncomingMessage, batch: string): void => {
  batches.set(req, batch);
  req.log = req.log.child({ batch });
};

function line(req: IncomingMessage, res: ServerResponse, ...rest: unknown[]) {
  const value = rest.at(-1);
  const ms =
    typeof value === 'object' && value !== null && 'responseTime' in value ? value.responseTime : undefined;
  const batch = batches.get(req);
  return {
    method: req.method,
    path: pathOf(req),
    status: res.statusCode,
    ms,
    ...(batch === undefined ? {} : { batch }),
    ...(res.writableFinished ? {} : { aborted: true }),
  };
}

const pathOf = (req: IncomingMessage): string => {
  const url = 'originalUrl' in req && typeof req.originalUrl === 'string' ? req.originalUrl : (req.url ?? '');
  return url.split('?', 1)[0] ?? '';
};
