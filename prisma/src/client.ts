import { PrismaPg } from '@prisma/adapter-pg';

import { PrismaClient } from './generated/client.ts';

export interface DatabaseOptions {
  /** Connections at most; default 8. */
  poolSize?: number;
  /** Milliseconds a statement may take; default 30,000. */
  statementTimeoutMs?: number;
  /** Told of errors on idle connections; they are replaced by themselves. */
  onIdleError?: (error: Error) => void;
}

/** The one door to the database. Every wait in it has a bound: connecting, a statement, a lock, an idle transaction. */
export function createClient(url: string, options: DatabaseOptions = {}): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      max: options.poolSize ?? 8,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs ?? 30_000,
      // A server that is gone without a word would leave a query waiting for ever.
      query_timeout: (options.statementTimeoutMs ?? 30_000) + 5_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 10_000,
    },
    {
      onPoolError: options.onIdleError ?? (() => undefined),
      onConnectionError: options.onIdleError ?? (() => undefined),
    },
  );
  return new PrismaClient({ adapter });
}

const UNAVAILABLE = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '25006',
  '55P03',
  '57014',
  '40001',
  '40P01',
]);
// Connection lost; no memory, no disk or no connection left; input and output failed: the server's trouble, whatever was asked.
const CLASSES = /^(?:08|53|58)[0-9A-Z]{3}$/;
const LOST =
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|Query read timeout|server closed the connection|Can't reach database/i;

/** True for trouble with the database that passes: away, restarting, too busy. Looks through the causes. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = next(cause), depth += 1) {
    if ('code' in cause && passes(cause.code)) return true;
    if ('originalCode' in cause && passes(cause.originalCode)) return true;
    if (LOST.test(cause.message)) return true;
  }
  return false;
}

const passes = (code: unknown): boolean =>
  typeof code === 'string' && (UNAVAILABLE.has(code) || CLASSES.test(code));

function next(error: Error): unknown {
  if (error.cause !== undefined) return wrapped(error.cause);
  return 'meta' in error ? wrapped(error.meta) : undefined;
}

// Prisma puts the driver's error in `meta.driverAdapterError`, whose `cause` is a plain object.
function wrapped(cause: unknown): unknown {
  if (cause instanceof Error || typeof cause !== 'object' || cause === null) return cause;
  if ('driverAdapterError' in cause) return cause.driverAdapterError;
  return Object.assign(new Error('message' in cause ? String(cause.message) : ''), cause);
}
