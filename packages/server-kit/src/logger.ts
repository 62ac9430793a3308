import { pino } from 'pino';
import type { DestinationStream, Level, Logger } from 'pino';

import { maskUrl } from './mask-url.ts';

export type { Logger } from 'pino';

/** Fields that tie a log line to what it is about. Give them with `logger.child({...})`. */
export interface LogContext {
  requestId?: string;
  batch?: string;
  cardId?: string;
  attempt?: number | string;
}

const secretKeys = [
  'password',
  'secret',
  'secretAccessKey',
  'accessKeyId',
  'apiKey',
  'VISION_API_KEY',
  'token',
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-amz-security-token"]',
];
// What is on a card is the archive's, not the log's.
const cardKeys = ['text', 'words', 'fields'];

const redacted = [...secretKeys, ...cardKeys].flatMap((key) => {
  const suffix = key.startsWith('[') ? key : `.${key}`;
  const bare = key;
  return [bare, `*${suffix}`, `*.headers${suffix}`];
});

/**
 * One JSON line per event on stdout. Secrets and card text are taken out here, where lines are made,
 * so that no caller has to remember; URLs inside error words lose their passwords too.
 *
 * @param destination - for tests; standard output otherwise
 */
export function createLogger(options: {
  service: string;
  level?: Level | 'silent';
  destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { service: options.service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
    serializers: { err: serializeError, error: serializeError },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // pino's own serializer copies every property of an error: drivers put whole queries and their
  // values there. Only what helps to find the place is kept.
  return {
    type: error.name,
    message: maskUrl(error.message),
    ...('code' in error ? { code: error.code } : {}),
    stack: maskUrl(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
